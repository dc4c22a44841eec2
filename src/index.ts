/**
 * The library behind the command: declare policies, read inventories into a world, audit it, report on it. Nothing here
 * writes to the console or ends the process.
 */

export * from './audit/index.ts';
export { type Configuration, load } from './config/load.ts';
export { configSchema } from './config/schema.ts';
export { PinkyError } from './errors.ts';
export { assetOf } from './inventory/asset.ts';
export { type FileSet, fileSets } from './inventory/file-set.ts';
export { type ImageEvidence, readImage } from './inventory/image/read.ts';
export { type Needs, needsOf } from './inventory/needs.ts';
export { readSnapshots, type Snapshot } from './inventory/snapshot.ts';
export { type Contents, Inventory } from './inventory/world.ts';
export * from './policy/index.ts';
export type { Report, Reporter, ReporterOptions } from './report/index.ts';
export { fingerprint, inert, inertJson, narrow } from './report/index.ts';
