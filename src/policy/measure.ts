/** Factors of Kubernetes quantities: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const QUANTITY: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * The size of a value, so that `"80"`, `80`, `"500m"`, `"512Mi"`, `"300s"` and `"02:00"` compare by what they mean:
 * numbers and numeric strings as they are, quantities in units, durations in seconds, times of day in minutes.
 * TLS versions as numbers (`TLS_1_2` is 1.2). NaN where the value has no size.
 */
export function measure(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return Number.NaN;
  const match = /^([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)([A-Za-z]{0,2})$/.exec(value);
  if (match) {
    const unit = match[2] as string;
    const factor =
      unit === '' || unit === 's' ? 1 : Object.hasOwn(QUANTITY, unit) ? QUANTITY[unit] : undefined;
    return factor === undefined ? Number.NaN : Number(match[1]) * factor;
  }
  const tls = /^TLS_(\d)_(\d)$/.exec(value);
  if (tls) return Number(`${tls[1]}.${tls[2]}`);
  const time = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(value);
  return time ? Number(time[1]) * 60 + Number(time[2]) : Number.NaN;
}
