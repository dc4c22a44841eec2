/** Comparing two snapshots: pure, without input or output. */
export { drift } from './drift.ts';
export { driftExit } from './exit.ts';
export type { Judged } from './judged.ts';
export { Outlook } from './sight.ts';
