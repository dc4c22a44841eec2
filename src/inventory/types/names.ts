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

/**
 * Every spelling of the types that {@link currentType} knows, with today's. Both old forms are given for every service:
 * an alias that never was costs nothing.
 */
export function aliases(types: Iterable<string>): Map<string, string> {
  const all = new Map<string, string>();
  for (const type of types) {
    all.set(type, type);
    for (const [other, current] of Object.entries(OTHERS)) if (current === type) all.set(other, type);
    const [, service, kind] = /^(\w+)\.googleapis\.com\/(.*)$/.exec(type) ?? [];
    if (service === undefined) continue;
    const olds = Object.keys(SERVICES).filter((old) => SERVICES[old] === service);
    for (const old of [service, ...olds])
      for (const start of ['google', 'google.cloud']) all.set(`${start}.${old}.${kind}`, type);
  }
  return all;
}
