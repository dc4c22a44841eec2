import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { PinkyError } from '../../errors.ts';

export type Connection = DuckDBConnection;
type Instance = DuckDBInstance;

const PACKAGE = '@duckdb/node-api';

/** How long another process may hold the file before this one gives up, and how often it looks. */
const PATIENCE_MS = 15_000;
const STEP_MS = 150;

/** Nothing is fetched from anywhere. A history is many small tables: the smallest blocks keep its file small. */
const CONFIG = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  default_block_size: '16384',
  threads: '2',
};

/** What is wrong with a history, told once; the file is left as it is. */
export const historyError = (file: string, message: string, hint: string, cause?: unknown): PinkyError =>
  new PinkyError('E_HISTORY', message, { place: { uri: file }, hint, cause });

/**
 * The package of the embedded database, which is installed apart: it is larger than all else together.
 * @throws PinkyError E_HISTORY_PACKAGE
 */
async function duckdb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (cause) {
    const message = `a history is kept in an embedded database, and its package ${PACKAGE} cannot be loaded`;
    const hint = `npm install ${PACKAGE} beside pinky-audit; for one run: npx -p pinky-audit -p ${PACKAGE} pinky-audit …`;
    throw new PinkyError('E_HISTORY_PACKAGE', message, { hint, cause });
  }
}

/**
 * Opens a database file, does something with it, and closes it. Where another process holds it, waits.
 * @param mode `read` changes nothing and makes no file
 * @throws PinkyError E_HISTORY, E_HISTORY_LOCKED, E_HISTORY_PACKAGE
 */
export async function withDatabase<T>(
  file: string,
  mode: 'read' | 'write',
  use: (connection: Connection) => Promise<T>,
  patience = PATIENCE_MS,
): Promise<T> {
  const instance = await opened(file, mode, patience);
  try {
    const connection = await instance.connect();
    try {
      return await use(connection);
    } catch (cause) {
      if (cause instanceof PinkyError) throw cause;
      throw unreadable(file, cause);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

async function opened(file: string, mode: 'read' | 'write', patience: number): Promise<Instance> {
  const { DuckDBInstance } = await duckdb();
  const config = mode === 'read' ? { ...CONFIG, access_mode: 'READ_ONLY' } : CONFIG;
  for (let left = patience; ; left -= STEP_MS) {
    try {
      return await DuckDBInstance.create(file, config);
    } catch (cause) {
      if (!/Could not set lock|used by another process|already open/i.test(String(cause)))
        throw unreadable(file, cause);
      if (left <= 0) throw locked(file, cause);
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    }
  }
}

function locked(file: string, cause: unknown): PinkyError {
  const holder = /\(PID (\d+)/.exec(String(cause))?.[1];
  const by = holder === undefined ? 'another process' : `process ${holder}`;
  return new PinkyError('E_HISTORY_LOCKED', `${by} holds the history and did not let go of it`, {
    place: { uri: file },
    hint: 'run again once it is done; nothing was written',
    cause,
  });
}

/** What the database says, without its own name for the kind of error and without the path, which the place tells. */
function unreadable(file: string, cause: unknown): PinkyError {
  const [first = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  const said = first.replace(/^[A-Za-z ]+ Error: /, '').replaceAll(`"${file}"`, 'it');
  const hint = 'it was left as it is: give another file, or restore a copy of this one';
  return historyError(file, `cannot be used as a history: ${said}`, hint, cause);
}
