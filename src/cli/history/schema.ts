import { type Connection, historyError } from './duckdb.ts';

/**
 * What brings a history from one version of its schema to the next; the number of steps is the version. A step that
 * has been released is never changed. Columns named `time` are moments in UTC.
 *
 * `results` holds a row for each policy on each asset (`fingerprint`, as in the JSON report) that a run judged, and one
 * with the verdict `absent` where a run shows that what failed before is no longer there. What a run says nothing of
 * has no row.
 */
export const STEPS: readonly string[] = [
  `CREATE TABLE runs (
     run VARCHAR PRIMARY KEY,
     time TIMESTAMP NOT NULL,
     tool VARCHAR NOT NULL,
     scope VARCHAR NOT NULL,
     exit TINYINT NOT NULL,
     fail UINTEGER NOT NULL, unknown UINTEGER NOT NULL, waived UINTEGER NOT NULL,
     pass UINTEGER NOT NULL, not_applicable UINTEGER NOT NULL, error UINTEGER NOT NULL
   );
   CREATE TABLE sources (
     run VARCHAR NOT NULL, kind VARCHAR NOT NULL, uri VARCHAR NOT NULL, read_time VARCHAR, assets UBIGINT NOT NULL
   );
   CREATE TABLE promises (
     run VARCHAR NOT NULL, policy VARCHAR NOT NULL, severity VARCHAR NOT NULL, environment VARCHAR NOT NULL,
     verdict VARCHAR NOT NULL, fail UINTEGER NOT NULL, unknown UINTEGER NOT NULL, waived UINTEGER NOT NULL,
     pass UINTEGER NOT NULL
   );
   CREATE TABLE subjects (
     fingerprint UBIGINT PRIMARY KEY,
     policy VARCHAR NOT NULL, severity VARCHAR NOT NULL,
     asset VARCHAR NOT NULL, type VARCHAR NOT NULL, project VARCHAR
   );
   CREATE TABLE results (
     run VARCHAR NOT NULL, fingerprint UBIGINT NOT NULL, environment VARCHAR NOT NULL, verdict VARCHAR NOT NULL
   );`,
];

/** Holds the version; it also tells a history from any other database. */
const META = 'pinky_audit_history';

/**
 * The version of a history; 0 for a database that holds nothing yet.
 * @throws PinkyError E_HISTORY for a database of something else, and for a later version than this program knows
 */
export async function versionOf(db: Connection, file: string, known = STEPS.length): Promise<number> {
  const tables = await db.runAndReadAll('SELECT table_name FROM duckdb_tables() WHERE NOT internal');
  const names = tables.getRows().map(([name]) => String(name));
  if (names.length === 0) return 0;
  const other = 'it was left as it is: give a file of its own to the history';
  if (!names.includes(META)) {
    throw historyError(file, `is a database of something else: it holds the table ${names.sort()[0]}`, other);
  }
  const [[version] = []] = (await db.runAndReadAll(`SELECT max(version) FROM ${META}`)).getRows();
  if (typeof version !== 'number') throw historyError(file, 'does not say of which version it is', other);
  if (version > known) {
    const message = `is of version ${version}, and this program knows histories up to version ${known}`;
    throw historyError(file, message, 'use the newer pinky-audit that wrote it');
  }
  return version;
}

/** Brings a history to the newest version, step by step; one that fails leaves it as it was. */
export async function migrate(db: Connection, file: string, steps = STEPS): Promise<void> {
  const from = await versionOf(db, file, steps.length);
  if (from === steps.length) return;
  await atOnce(db, async () => {
    if (from === 0) await db.run(`CREATE TABLE ${META} (version INTEGER NOT NULL)`);
    for (const step of steps.slice(from)) await db.run(step);
    await db.run(`DELETE FROM ${META}`);
    await db.run(`INSERT INTO ${META} VALUES (${steps.length})`);
  });
}

/** Does something as a whole or not at all. */
export async function atOnce<T>(db: Connection, work: () => Promise<T>): Promise<T> {
  await db.run('BEGIN TRANSACTION');
  try {
    const done = await work();
    await db.run('COMMIT');
    return done;
  } catch (error) {
    await db.run('ROLLBACK').catch(() => {});
    throw error;
  }
}
