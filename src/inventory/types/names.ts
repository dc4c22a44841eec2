/** Services whose 2018 name is not that of their host. */
const SERVICES: Readonly<Record<string, string>> = {
  resourcemanager: 'cloudresourcemanager',
  sql: 'sqladmin',
  billing: 'cloudbilling',
  kms: 'cloudkms',
};

/** Types that Terraform's converter to inventory records, or an API's own name, spell in another way. */
const OTHERS: Readonly<Record<string, string>> = {
  'cloudsql.googleapis.com/Instance': 'sqladmin.googleapis.com/Instance',
  'logging.googleapis.com/Metric': 'logging.googleapis.com/LogMetric',
  'cloudbuild.googleapis.com/Trigger': 'cloudbuild.googleapis.com/BuildTrigger',
};

/**
 * An asset type as today's inventory spells it: exports of the 2018 beta wrote `google.compute.Firewall` and
 * `google.cloud.sql.Instance`.
 */
export function currentType(type: string): string {
  if (Object.hasOwn(OTHERS, type)) return OTHERS[type] as string;
  const old = /^google\.(?:cloud\.)?(\w+)\.(\w+)$/.exec(type);
  return old ? `${SERVICES[old[1] as string] ?? old[1]}.googleapis.com/${old[2]}` : type;
}

/** Other names, beside those of the 2018 beta, under which records of a type come. */
export const otherSpellings = (type: string): readonly string[] =>
  Object.keys(OTHERS).filter((other) => OTHERS[other] === type);
