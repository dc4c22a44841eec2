import type { PromiseDrift, PromiseRow, Report, Turn, Verdict } from '#report';

const isOpen = (verdict: Verdict): boolean =>
  verdict === 'unknown' || verdict === 'manual' || verdict === 'error';

function turnOf(was: Verdict, is: Verdict): Turn | undefined {
  if (was === is) return undefined;
  if (isOpen(is)) return was === 'not-applicable' || isOpen(was) ? undefined : 'lost';
  if (isOpen(was)) return is === 'not-applicable' ? undefined : 'regained';
  if (is === 'fail') return 'broke';
  return was === 'fail' ? (is === 'pass' ? 'restored' : 'ended') : undefined;
}

/** The promises of which two reports say different things, in the order of the newer one; an environment without assets promises nothing. */
export function turnedPromises(old: Report, now: Report): PromiseDrift[] {
  const keyOf = ({ policy, environment }: PromiseRow): string => `${policy}\0${environment}`;
  const severities = new Map([...old.policies, ...now.policies].map(({ id, severity }) => [id, severity]));
  const before = new Map(old.promises.map((row) => [keyOf(row), row]));
  const after = new Set(now.promises.map(keyOf));
  const ended = old.promises.filter((row) => !after.has(keyOf(row)));
  const rows = [
    ...now.promises.map((row) => ({ row, was: before.get(keyOf(row))?.verdict, is: row.verdict })),
    ...ended.map((row) => ({ row, was: row.verdict, is: 'not-applicable' as const })),
  ];
  return rows.flatMap(({ row: { policy, environment }, was = 'not-applicable', is }) => {
    const turn = turnOf(was, is);
    const severity = severities.get(policy);
    return turn && severity ? [{ policy, environment, severity, turn, was, is }] : [];
  });
}
