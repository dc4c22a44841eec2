/** What a policy, and everything that judges one, builds on. */
export type { Place } from '../errors.ts';
export { PolicyError } from '../errors.ts';
export * from './define.ts';
export { judgeOf } from './judge.ts';
export { measure } from './measure.ts';
export * from './model.ts';
export * from './params.ts';
export { EVERY, joinPath, naturalKey, parsePath, type Segments, valueAt } from './path.ts';
export { cite, type Reference } from './reference.ts';
export { applyChanges, type Change, type Repair, repairOf } from './repair.ts';
export {
  alternatives,
  isParam,
  type Param,
  param,
  type Requirement,
  type Want,
  type WantMap,
} from './requirement.ts';
export { coversHost, type Lookup } from './scalar.ts';
export type {
  BaselineEntry,
  Effective,
  EnvironmentRule,
  PolicySetting,
  Settings,
  Waiver,
} from './settings.ts';
export { AT, located } from './spot.ts';
export { type Clause, clauseAt, SECTIONS, type Section, strategyClauses } from './strategy.ts';
export { attempt, each, holdsUnknown, lens, Unknown, type UnknownCode } from './unknown.ts';
export { compile } from './want.ts';
export { sayKey, sayPath, sayPlace, sayRequirement, saySeen, sayValue, sayWant } from './words.ts';
