export { dependencyAudit, imageScan, loadTest, qualityCheck, testRun } from './checks.ts';
export { invalidation, rollback, sharesOf } from './delivery.ts';
export { committedTerraform, finalStage } from './repository.ts';
export { PIPELINES_READ, usesOf } from './uses.ts';
