import { type Asset, Unknown } from '#policy';

/** The size of a Cloud SQL machine. A shared core counts as the share of one vCPU that it guarantees. */
export interface TierSize {
  readonly vcpu: number;
  readonly memoryMb: number;
}

/** Machine series whose memory follows from the number of vCPUs: name without that number, MB of memory for each. */
const SERIES: Readonly<Record<string, number>> = {
  'db-n1-standard-': 3840,
  'db-n1-highmem-': 6656,
  'db-perf-optimized-N-': 8192,
  'db-memory-optimized-N-': 32768,
  'db-c4a-highmem-': 8192,
};

/** Machines whose memory does not follow from their name. */
const ODD: Readonly<Record<string, TierSize>> = {
  'db-f1-micro': { vcpu: 0.2, memoryMb: 614 },
  'db-g1-small': { vcpu: 0.5, memoryMb: 1740 },
  'db-perf-optimized-N-128': { vcpu: 128, memoryMb: 884736 },
};

/**
 * The size behind the name of an instance's tier: `db-custom-4-8192` and `db-custom-N4-4-8192` say it; other names follow their
 * series. Source: https://cloud.google.com/sql/docs/postgres/machine-series-overview and, for the shared cores,
 * https://cloud.google.com/sql/docs/mysql/instance-settings.
 * @throws Unknown for a tier this tool has not heard of, since a new one may well be large enough.
 */
export function sqlTier({ data }: Asset<'sqladmin.googleapis.com/Instance'>): TierSize {
  const tier = data.settings?.tier ?? '';
  const custom = /^db-custom-(?:[A-Z]\d+[A-Z]?-)?(\d+)-(\d+)$/i.exec(tier);
  if (custom) return { vcpu: Number(custom[1]), memoryMb: Number(custom[2]) };
  if (Object.hasOwn(ODD, tier)) return ODD[tier] as TierSize;
  const [, series = '', cores] = /^(.*-)(\d+)$/.exec(tier) ?? [];
  if (Object.hasOwn(SERIES, series)) {
    return { vcpu: Number(cores), memoryMb: Number(cores) * (SERIES[series] as number) };
  }
  throw new Unknown('unrecognised', `the size of tier "${tier}" is not known to this tool`, {
    needs: 'waive the finding or update the tool',
  });
}
