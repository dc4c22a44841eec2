const BIGQUERY = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)?(?: ?(?:UTC|Z|\+00(?::?00)?))?$/;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/**
 * A time as RFC 3339: from RFC 3339 itself, from BigQuery's `2024-05-01 12:00:00.5 UTC`, from protobuf's
 * `{seconds, nanos}`. Undefined for what is no time.
 */
export function moment(value: unknown): string | undefined {
  if (typeof value === 'string') {
    if (RFC3339.test(value)) return Number.isNaN(Date.parse(value)) ? undefined : value;
    const parts = BIGQUERY.exec(value);
    return parts ? moment(`${parts[1]}T${parts[2]}${parts[3] ?? ''}Z`) : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { seconds, nanos } = value as { seconds?: unknown; nanos?: unknown };
  const date = new Date(Number(seconds ?? Number.NaN) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  const fraction = Number(nanos ?? 0);
  const whole = date.toISOString().slice(0, 19);
  return fraction > 0 ? `${whole}.${String(fraction).padStart(9, '0')}Z` : `${whole}Z`;
}
