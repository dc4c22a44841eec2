import { ANALYSIS } from './analysis.ts';
import type { Collector } from './model.ts';
import { MONITORING } from './monitoring.ts';
import { SCHEDULER } from './scheduler.ts';
import { SQL } from './sql.ts';

export type { Collector, Found, Target } from './model.ts';

/** What Cloud Asset Inventory does not have, and where it is got instead. */
export const COLLECTORS: readonly Collector[] = [...SQL, ...MONITORING, ...ANALYSIS, ...SCHEDULER];

/** Their asset types. */
export const API_TYPES: ReadonlySet<string> = new Set(COLLECTORS.map(({ type }) => type));
