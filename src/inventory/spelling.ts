/** Whether the value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the record is one in which a snapshot says of itself what it covers; such a record names no type. */
export function isManifest(record: unknown): boolean {
  return isObject(record) && Object.hasOwn(record, 'pinkyManifest');
}

const PAGE_KEYS = new Set(['readTime', 'read_time', 'nextPageToken', 'next_page_token']);

/** Whether a value is a response that came back without records: an empty object is nothing at all. */
export function isPage(value: unknown): value is Record<string, unknown> {
  const keys = isObject(value) ? Object.keys(value) : [];
  return keys.length > 0 && keys.every((key) => PAGE_KEYS.has(key));
}

/** The asset of a feed message or of a history, which stand one level down; else the record itself. */
export function assetOf(record: unknown): Record<string, unknown> | undefined {
  if (!isObject(record)) return undefined;
  if (ownType(record) !== undefined) return record;
  for (const key of ['asset', 'priorAsset', 'prior_asset']) {
    const inner = record[key];
    if (isObject(inner) && ownType(inner) !== undefined) return inner;
  }
  return record;
}

/** An object, which BigQuery rows hold as JSON text; undefined for anything else. */
export function unpack(value: unknown): Record<string, unknown> | undefined {
  if (isObject(value)) return value;
  if (typeof value !== 'string') return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return isObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** The asset type a record names, as it spells it, its own or its feed message's; undefined when it names none. */
export function typeOf(record: unknown): string | undefined {
  const asset = assetOf(record);
  return asset && ownType(asset);
}

function ownType(record: Record<string, unknown>): string | undefined {
  for (const key of ['assetType', 'asset_type']) if (typeof record[key] === 'string') return record[key];
  return undefined;
}
