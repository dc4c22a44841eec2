import { existsSync } from 'node:fs';
import { type Judged, Outlook } from '../../drift/index.ts';
import { type AssetRow, digest, type Report } from '../../report/index.ts';
import { type Connection, withDatabase } from './duckdb.ts';
import { atOnce, migrate } from './schema.ts';

/** One run of an audit, as it is kept. */
export interface Run extends Pick<Judged, 'report' | 'world'> {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** What tells this audit from others, the same in every run. */
  readonly scope: string;
  readonly exit: number;
}

/** Makes the history, where there is none, and brings it up to date: one that cannot be used is known before the audit. */
export const prepare = (file: string): Promise<void> =>
  withDatabase(file, 'write', (db) => migrate(db, file));

/**
 * Keeps a run, as a whole or not at all.
 * @returns how many runs the history then holds, and whether this one is new: the same run twice is one
 */
export function record(file: string, run: Run): Promise<{ readonly runs: number; readonly isNew: boolean }> {
  return withDatabase(file, 'write', async (db) => {
    await migrate(db, file);
    return atOnce(db, async () => {
      const isNew = await insert(db, run);
      return { runs: Number((await rowsOf(db, 'SELECT count(*) FROM runs'))[0]?.[0]), isNew };
    });
  });
}

/** Whether there is something that `trend` may read. */
export const isThere = (file: string): boolean => existsSync(file);

const rowsOf = async (db: Connection, sql: string) => (await db.runAndReadAll(sql)).getRows();

const numberOf = (fingerprint: string): bigint => BigInt(`0x${fingerprint}`);

async function insert(db: Connection, { report, world, time, scope, exit }: Run): Promise<boolean> {
  const { tool, sources, promises, results, summary, policies } = report;
  const version = tool.version;
  const verdicts = results.map(({ fingerprint, verdict }) => `${fingerprint} ${verdict}`).sort();
  const run = digest(String(time), version, scope, String(exit), JSON.stringify(sources), ...verdicts);
  if ((await rowsOf(db, `SELECT 1 FROM runs WHERE run = '${run}'`)).length > 0) return false;
  const { fail, unknown, manual, waived, pass, error } = summary.verdicts;
  await db.run('INSERT INTO runs VALUES (?, epoch_ms(?::BIGINT), ?, ?, ?, ?, ?, ?, ?, ?, ?)', [
    ...[run, time, version, scope, exit],
    ...[fail, unknown + manual, waived, pass, summary.verdicts['not-applicable'], error],
  ]);
  for (const { kind, uri, readTime, assets } of sources)
    await db.run('INSERT INTO sources VALUES (?, ?, ?, ?, ?)', [run, kind, uri, readTime ?? null, assets]);
  const severities = new Map(policies.map(({ id, severity }) => [id, severity]));
  await append(db, 'promises', promises, (row, { policy, environment, verdict, counts }) => {
    for (const text of [run, policy, severities.get(policy) ?? '', environment, verdict])
      row.appendVarchar(text);
    for (const n of [counts.fail, counts.unknown + counts.manual, counts.waived, counts.pass])
      row.appendUInteger(n);
  });
  const gone = await goneIn(db, report, world);
  await db.run('CREATE OR REPLACE TEMP TABLE named AS FROM subjects LIMIT 0');
  await append(db, 'named', results, (row, { fingerprint, policy, severity, asset }) => {
    row.appendUBigInt(numberOf(fingerprint));
    for (const text of [policy, severity, asset.name || (asset.address ?? ''), asset.type])
      row.appendVarchar(text);
    if (asset.project === undefined) row.appendNull();
    else row.appendVarchar(asset.project);
  });
  await db.run('INSERT OR REPLACE INTO subjects SELECT DISTINCT ON (fingerprint) * FROM named');
  await db.run('DROP TABLE named');
  const rows = [
    ...results.map(({ fingerprint, environment, verdict }) => ({
      fingerprint: numberOf(fingerprint),
      environment,
      verdict: verdict as string,
    })),
    ...gone,
  ];
  await append(db, 'results', rows, (row, { fingerprint, environment, verdict }) => {
    row.appendVarchar(run);
    row.appendUBigInt(fingerprint);
    for (const text of [environment, verdict]) row.appendVarchar(text);
  });
  return true;
}

type Appender = Awaited<ReturnType<Connection['createAppender']>>;

/** Writes many rows of a table at once. */
async function append<T>(
  db: Connection,
  table: string,
  rows: readonly T[],
  write: (appender: Appender, row: T) => void,
): Promise<void> {
  const appender = await db.createAppender(table);
  for (const row of rows) {
    write(appender, row);
    appender.endRow();
  }
  appender.flushSync();
  appender.closeSync();
}

/** What failed when it was last judged, and of which this run shows that it is not there or does not concern the policy any more. */
async function goneIn(db: Connection, { results, policies }: Report, world: Judged['world']) {
  const failing = await rowsOf(
    db,
    `SELECT fingerprint, policy, asset, type, project, last.environment
     FROM subjects JOIN (
       SELECT fingerprint, arg_max(verdict, time) AS verdict, arg_max(environment, time) AS environment
       FROM results JOIN runs USING (run) WHERE verdict IN ('fail', 'pass', 'not-applicable', 'absent')
       GROUP BY fingerprint
     ) AS last USING (fingerprint)
     WHERE last.verdict = 'fail'`,
  );
  const judged = new Set(results.map(({ fingerprint }) => numberOf(fingerprint)));
  const types = new Map(policies.map((policy) => [policy.id, policy.types]));
  const outlook = new Outlook(world, world);
  return failing.flatMap(([fingerprint, policy, name, type, project, environment]) => {
    const own = types.get(policy as string);
    if (!own || judged.has(fingerprint as bigint)) return [];
    const asset: AssetRow = {
      name: name as string,
      type: type as string,
      ...(typeof project === 'string' && { project }),
    };
    const sight = outlook.ofResult(asset, own.includes('*'));
    const verdict = sight === 'not-applicable' ? 'absent' : sight;
    if (verdict !== 'absent' && verdict !== 'pass') return [];
    return [
      { fingerprint: fingerprint as bigint, environment: environment as string, verdict: verdict as string },
    ];
  });
}
