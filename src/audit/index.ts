/** Judging a world: pure, without input or output. */
export { audit } from './audit.ts';
export { exitCode, type FailOn } from './exit.ts';
export type { AuditInput, AuditOptions, Locate } from './input.ts';
export { compared } from './presence.ts';
