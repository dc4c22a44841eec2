import { SEVERITIES, type Verdict } from '#policy';
import { type Drift, saySince } from './drift.ts';
import type { PromiseRow, Report } from './model.ts';
import { count } from './telling.ts';
import { sayUnseen, unjudged } from './unjudged.ts';

/** What a run comes to, worst first. */
export interface Conclusion {
  readonly state: 'error' | 'nothing' | 'broken' | 'known' | 'open' | 'kept';
  /** `BROKEN: 2 promises (1 critical, 1 high); 20 kept, 3 could not be judged.` */
  readonly text: string;
}

/** What two snapshots come to, compared. */
function concludeDrift({ errors, summary, results }: Report, drift: Drift): Conclusion {
  const { broke, restored, ended, lost, regained } = drift.summary.results;
  const { added, removed, changed } = drift.summary.assets;
  const parts = [
    `${restored + ended} restored`,
    `${lost} out of sight`,
    ...(regained > 0 ? [`${regained} in sight again`] : []),
    `${drift.summary.still} failing in both`,
  ];
  const assets = `Assets: ${added} added, ${removed} removed, ${changed} changed.`;
  const said = (head: string) => `${head} ${parts.join(', ')}. ${assets}`;
  if (errors.length > 0 || summary.verdicts.error > 0) {
    return { state: 'error', text: said(`ERROR: not everything could be used or judged. ${broke} broke,`) };
  }
  if (!drift.summary.comparable) return { state: 'nothing', text: 'NOTHING COULD BE COMPARED.' };
  const when = saySince(drift.between);
  const since = when === '' ? '' : ` ${when}`;
  if (broke > 0) {
    const known = results.filter(({ baselined }) => baselined).length;
    const severities = SEVERITIES.flatMap((severity) => {
      const n = results.filter((one) => one.severity === severity && !one.baselined).length;
      return n > 0 ? [`${n} ${severity}`] : [];
    });
    if (known > 0) severities.push(`${known} in the baseline`);
    const of = severities.length > 0 ? ` (${severities.join(', ')})` : '';
    const state = known === broke ? 'known' : 'broken';
    return { state, text: said(`BROKE${since}: ${count(broke, 'result')}${of};`) };
  }
  const unsure = lost > 0 || drift.results.some((one) => one.verdict === 'fail');
  const state = unsure ? 'open' : 'kept';
  return { state, text: said(`NOTHING ${unsure ? 'IS SEEN TO HAVE BROKEN' : 'BROKE'}${since}:`) };
}

/** The last word on a report, in one line. */
export function conclude(report: Report): Conclusion {
  if (report.drift) return concludeDrift(report, report.drift);
  const { summary, promises, policies, errors, sources } = report;
  const of = (...verdicts: Verdict[]) => promises.filter((row) => verdicts.includes(row.verdict));
  const failed = of('fail').filter((row) => !isKnown(row));
  const known = of('fail').length - failed.length;
  const { open, unseen } = unjudged(report);
  const beyond = unseen.length > 0 ? [sayUnseen(unseen)] : [];
  const left = [`${open.length} could not be judged`, ...beyond].join('; ');
  const waived = of('waived').length;
  const beside = `${known > 0 ? `, ${known} in the baseline` : ''}${waived > 0 ? `, ${waived} waived` : ''}`;
  const kept = of('pass').length;
  const old = sources.find(({ stale }) => stale)?.maxAgeDays;
  if (errors.length > 0 || summary.verdicts.error > 0) {
    const parts = `${failed.length} broken, ${kept} kept${beside}, ${left}`;
    return { state: 'error', text: `ERROR: not everything could be used or judged. Promises: ${parts}.` };
  }
  if (!summary.judged) return { state: 'nothing', text: 'NOTHING COULD BE JUDGED.' };
  if (failed.length > 0) {
    const severities = SEVERITIES.flatMap((severity) => {
      const ids = new Set(policies.filter((one) => one.severity === severity).map(({ id }) => id));
      const n = failed.filter(({ policy }) => ids.has(policy)).length;
      return n > 0 ? `${n} ${severity}` : [];
    });
    const broken = `${count(failed.length, 'promise')} (${severities.join(', ')})`;
    return {
      state: 'broken',
      text: `BROKEN: ${broken}; ${kept} kept${beside}, ${left}.`,
    };
  }
  if (known > 0) {
    const rest = `${kept} kept${waived > 0 ? `, ${waived} waived` : ''}, ${left}`;
    return {
      state: 'known',
      text: `NOTHING NEW IS BROKEN: ${count(known, 'promise')} in the baseline; ${rest}.`,
    };
  }
  if (open.length + unseen.length > 0 || old !== undefined) {
    const some = open.length > 0 ? [`${count(open.length, 'promise')} could not be judged`] : [];
    const aged = old === undefined ? [] : [`the evidence is older than ${count(old, 'day')}`];
    return {
      state: 'open',
      text: `NOT PROVEN: ${[...some, ...beyond, ...aged].join('; ')}; ${kept} kept${beside}, none broken.`,
    };
  }
  if (kept === 0 && waived > 0) {
    return { state: 'kept', text: `NOTHING IS BROKEN: ${count(waived, 'promise')} waived, none kept.` };
  }
  const all = waived > 0 ? `; ${waived} waived` : ', all that apply';
  return { state: 'kept', text: `KEPT: ${count(kept, 'promise')}${all}.` };
}

/** Whether a promise fails by nothing but what the baseline holds. */
const isKnown = ({ verdict, counts, baselined }: PromiseRow): boolean =>
  verdict === 'fail' && counts.fail === baselined;
