/** Service hosts whose 2018 name is not `google.<service>`, as Google's older clients and findings still write it. */
const OLD_SERVICES: Record<string, string> = {
  'cloudresourcemanager.googleapis.com': 'google.cloud.resourcemanager',
  'sqladmin.googleapis.com': 'google.cloud.sql',
  'storage.googleapis.com': 'google.cloud.storage',
  'cloudbilling.googleapis.com': 'google.cloud.billing',
  'dns.googleapis.com': 'google.cloud.dns',
  'bigquery.googleapis.com': 'google.cloud.bigquery',
};

/**
 * The types in the spelling of today's inventory (`compute.googleapis.com/Firewall`) and in those that exports of
 * the 2018 beta used (`google.compute.Firewall`, `google.cloud.storage.Bucket`). Both old forms are given for
 * every service: an alias that never was costs nothing.
 */
export function aliases(types: Iterable<string>): Map<string, string> {
  const all = new Map<string, string>();
  for (const type of types) {
    all.set(type, type);
    const [host = '', kind = ''] = type.split('/');
    const service = host.replace(/\.googleapis\.com$/, '');
    if (service === host) continue;
    for (const old of [OLD_SERVICES[host], `google.${service}`, `google.cloud.${service}`])
      if (old !== undefined) all.set(`${old}.${kind}`, type);
  }
  return all;
}

/** Whether the value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The asset type a record names, as spelled: `assetType`, else `asset_type`, else that of the asset a feed
 * message carries under `asset`, or under `priorAsset` when it tells of a deletion. Undefined when it names none.
 */
export function typeOf(record: unknown): string | undefined {
  if (!isObject(record)) return undefined;
  for (const key of ['assetType', 'asset_type']) if (typeof record[key] === 'string') return record[key];
  for (const key of ['asset', 'priorAsset', 'prior_asset']) {
    const type = isObject(record[key]) ? typeOf(record[key]) : undefined;
    if (type !== undefined) return type;
  }
  return undefined;
}
