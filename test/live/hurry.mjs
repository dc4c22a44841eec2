/**
 * Loaded before a command (`node --import`): what it waits for by itself, between one attempt and the next, is over at
 * once. Its clock is the machine's, and so are the deadlines of its calls.
 */
import { createRequire, syncBuiltinESMExports } from 'node:module';

const timers = createRequire(import.meta.url)('node:timers/promises');
timers.setTimeout = async (_, value) => {
  await timers.setImmediate();
  return value;
};
syncBuiltinESMExports();
