import { type Connection, historyError, withDatabase } from './duckdb.ts';
import { isThere } from './record.ts';
import { STEPS, versionOf } from './schema.ts';
import type { Kept } from './trend.ts';

/**
 * All that a history says of runs, promises and what ever failed. Changes nothing.
 * @throws PinkyError E_HISTORY where it is not there, holds no run, or cannot be read
 */
export async function readHistory(file: string): Promise<Kept> {
  const begin = '`pinky-audit scan SNAPSHOT --history FILE` begins one';
  if (!isThere(file)) throw historyError(file, 'there is no such history', begin);
  return withDatabase(file, 'read', async (db) => {
    const version = await versionOf(db, file);
    if (version === 0) throw historyError(file, 'holds no run', begin);
    if (version < STEPS.length) {
      const message = `is of version ${version}, and this program reads version ${STEPS.length}`;
      throw historyError(file, message, 'the next `pinky-audit scan --history` brings it up to date');
    }
    const kept = await read(db);
    if (kept.runs.length === 0) throw historyError(file, 'holds no run', begin);
    return kept;
  });
}

async function read(db: Connection): Promise<Kept> {
  const all = async <T>(sql: string): Promise<T[]> =>
    (await db.runAndReadAll(sql)).getRowObjectsJS() as unknown as T[];
  const failed = "(SELECT DISTINCT fingerprint FROM results WHERE verdict = 'fail')";
  const runs = await all<Kept['runs'][number] & { time: bigint }>(
    'SELECT run, epoch_ms(time) AS time, tool, scope, exit FROM runs ORDER BY runs.time, run',
  );
  return {
    runs: runs.map((one) => ({ ...one, time: Number(one.time) })),
    promises: await all('SELECT * FROM promises ORDER BY policy, environment, run'),
    subjects: await all(
      `SELECT printf('%016x', fingerprint) AS fingerprint, policy, severity, asset, type, project
       FROM subjects WHERE fingerprint IN ${failed} ORDER BY 1`,
    ),
    observations: await all(
      `SELECT printf('%016x', fingerprint) AS fingerprint, run, environment, verdict
       FROM results WHERE fingerprint IN ${failed} ORDER BY 1, run`,
    ),
  };
}
