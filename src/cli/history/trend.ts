import { byCodeUnit, bySeverity, SEVERITIES, type Severity, type Verdict } from '../../report/index.ts';

/** A run as the history has it; times in milliseconds since 1970. */
export interface KeptRun {
  readonly run: string;
  readonly time: number;
  readonly tool: string;
  readonly scope: string;
  readonly exit: number;
}

/** A promise as one run found it. */
export interface KeptPromise {
  readonly run: string;
  readonly policy: string;
  readonly severity: Severity;
  readonly environment: string;
  readonly verdict: Verdict;
  readonly fail: number;
  readonly unknown: number;
  readonly waived: number;
  readonly pass: number;
}

/** What a policy judges, once for all runs. */
export interface Subject {
  readonly fingerprint: string;
  readonly policy: string;
  readonly severity: Severity;
  readonly asset: string;
  readonly type: string;
  readonly project?: string | undefined;
}

/** What one run says of a subject; `absent` where it shows that it is gone. */
export interface Observation {
  readonly fingerprint: string;
  readonly run: string;
  readonly environment: string;
  readonly verdict: Verdict | 'absent';
}

/** All that a trend is told from. */
export interface Kept {
  /** By time. */
  readonly runs: readonly KeptRun[];
  readonly promises: readonly KeptPromise[];
  /** What ever failed. */
  readonly subjects: readonly Subject[];
  /** Of those. */
  readonly observations: readonly Observation[];
}

/** One time that something failed, from the first run that saw it fail. */
export interface Episode extends Subject {
  readonly environment: string;
  /**
   * `repaired`: a later run judged it and saw it pass. `ended`: a later run shows that it is gone or no longer concerns the
   * policy. `open`: neither; runs that could not judge it, or found it waived, leave it open.
   */
  readonly state: 'open' | 'repaired' | 'ended';
  readonly first: number;
  /** The last run that saw it fail. */
  readonly last: number;
  /** The run that repaired or ended it; absent while it is open. */
  readonly end?: number | undefined;
  /** How many runs saw it fail. */
  readonly runs: number;
}

/** Counts of one environment, a number for each run of the trend; null where the run says nothing of it. */
export interface Series {
  readonly environment: string;
  readonly fail: readonly (number | null)[];
  readonly unknown: readonly (number | null)[];
  readonly waived: readonly (number | null)[];
  readonly pass: readonly (number | null)[];
}

/** A promise over time, a verdict for each run of the trend; null where the run says nothing of it. */
export interface PromiseSeries {
  readonly policy: string;
  readonly severity: Severity;
  readonly environment: string;
  readonly verdicts: readonly (Verdict | null)[];
}

/** How long repairs took: from the first run that saw a failure to the first that judged it again and saw it pass. */
export interface RepairTimes {
  readonly repaired: number;
  /** Milliseconds; absent where nothing was repaired. */
  readonly mean?: number | undefined;
  readonly longest?: number | undefined;
  readonly open: number;
  /** Milliseconds until the newest run, of what is open; never part of the mean. */
  readonly oldest?: number | undefined;
  readonly ended: number;
}

export interface Trend {
  readonly runs: readonly KeptRun[];
  readonly environments: readonly Series[];
  readonly promises: readonly PromiseSeries[];
  /** Open ones first, then by when they appeared. */
  readonly findings: readonly Episode[];
  readonly repair: RepairTimes & { readonly bySeverity: Readonly<Partial<Record<Severity, RepairTimes>>> };
}

/** What a trend is narrowed to. */
export interface View {
  readonly policies?: ReadonlySet<string> | undefined;
  readonly environment?: string | undefined;
  /** Only runs from then on; a failure is still known from when it first appeared. */
  readonly since?: number | undefined;
}

/** What a history says of how verdicts went. Pure. */
export function trendOf(
  kept: Kept,
  { policies, environment, since = Number.NEGATIVE_INFINITY }: View = {},
): Trend {
  const runs = kept.runs.filter(({ time }) => time >= since);
  const isIn = (one: { readonly policy: string; readonly environment: string }): boolean =>
    (policies?.has(one.policy) ?? true) && (environment === undefined || one.environment === environment);
  const index = new Map(runs.map(({ run }, i) => [run, i]));
  const promises = kept.promises.filter((one) => index.has(one.run) && isIn(one));
  const findings = episodesOf(kept)
    .filter((one) => isIn(one) && (one.end ?? Number.POSITIVE_INFINITY) >= since)
    .sort(inOrder);
  const until = kept.runs.at(-1)?.time ?? 0;
  const bySeverity = SEVERITIES.flatMap((severity) => {
    const own = findings.filter((one) => one.severity === severity);
    return own.length > 0 ? [[severity, timesOf(own, until)] as const] : [];
  });
  return {
    runs,
    environments: seriesOf(promises, index),
    promises: promiseSeriesOf(promises, index),
    findings,
    repair: { ...timesOf(findings, until), bySeverity: Object.fromEntries(bySeverity) },
  };
}

function inOrder(a: Episode, b: Episode): number {
  const state = (one: Episode) => (one.state === 'open' ? 0 : 1);
  return (
    state(a) - state(b) ||
    bySeverity(a.severity, b.severity) ||
    a.first - b.first ||
    byCodeUnit(a.policy, b.policy) ||
    byCodeUnit(a.asset, b.asset)
  );
}

function episodesOf({ runs, subjects, observations }: Kept): Episode[] {
  const times = new Map(runs.map(({ run, time }) => [run, time]));
  const by = new Map<string, { readonly time: number; readonly of: Observation }[]>();
  for (const of of observations) {
    const time = times.get(of.run);
    if (time === undefined) continue;
    const list = by.get(of.fingerprint);
    if (list) list.push({ time, of });
    else by.set(of.fingerprint, [{ time, of }]);
  }
  return subjects.flatMap((subject) => {
    const seen = (by.get(subject.fingerprint) ?? []).sort((a, b) => a.time - b.time);
    const episodes: Episode[] = [];
    let open: { first: number; last: number; runs: number; environment: string } | undefined;
    for (const { time, of } of seen) {
      const { verdict, environment } = of;
      if (verdict === 'fail') {
        if (open) open = { ...open, last: time, runs: open.runs + 1, environment };
        else open = { first: time, last: time, runs: 1, environment };
      } else if (open && (verdict === 'pass' || verdict === 'absent' || verdict === 'not-applicable')) {
        const state = verdict === 'pass' ? 'repaired' : 'ended';
        episodes.push({ ...subject, ...open, state, end: time });
        open = undefined;
      }
    }
    if (open) episodes.push({ ...subject, ...open, state: 'open' });
    return episodes;
  });
}

function timesOf(episodes: readonly Episode[], until: number): RepairTimes {
  const of = (state: Episode['state']) => episodes.filter((one) => one.state === state);
  const took = of('repaired').map(({ first, end = first }) => end - first);
  const ages = of('open').map(({ first }) => until - first);
  return {
    repaired: took.length,
    ...(took.length > 0 && {
      mean: took.reduce((sum, one) => sum + one, 0) / took.length,
      longest: took.reduce((a, b) => Math.max(a, b)),
    }),
    open: ages.length,
    ...(ages.length > 0 && { oldest: ages.reduce((a, b) => Math.max(a, b)) }),
    ended: of('ended').length,
  };
}

const COUNTS = ['fail', 'unknown', 'waived', 'pass'] as const;

function seriesOf(promises: readonly KeptPromise[], index: ReadonlyMap<string, number>): Series[] {
  const by = new Map<string, Record<(typeof COUNTS)[number], (number | null)[]>>();
  for (const row of promises) {
    let own = by.get(row.environment);
    if (!own) {
      const none = () => new Array<number | null>(index.size).fill(null);
      own = { fail: none(), unknown: none(), waived: none(), pass: none() };
      by.set(row.environment, own);
    }
    const i = index.get(row.run) as number;
    for (const name of COUNTS) own[name][i] = (own[name][i] ?? 0) + row[name];
  }
  return [...by]
    .map(([environment, counts]) => ({ environment, ...counts }))
    .sort((a, b) => byCodeUnit(a.environment, b.environment));
}

function promiseSeriesOf(
  promises: readonly KeptPromise[],
  index: ReadonlyMap<string, number>,
): PromiseSeries[] {
  const by = new Map<string, { row: KeptPromise; verdicts: (Verdict | null)[] }>();
  for (const row of promises) {
    const key = `${row.policy}\0${row.environment}`;
    const own = by.get(key) ?? { row, verdicts: new Array<Verdict | null>(index.size).fill(null) };
    own.row = row;
    own.verdicts[index.get(row.run) as number] = row.verdict;
    by.set(key, own);
  }
  return [...by.values()]
    .map(({ row: { policy, severity, environment }, verdicts }) => ({
      policy,
      severity,
      environment,
      verdicts,
    }))
    .sort(
      (a, b) =>
        bySeverity(a.severity, b.severity) ||
        byCodeUnit(a.policy, b.policy) ||
        byCodeUnit(a.environment, b.environment),
    );
}
