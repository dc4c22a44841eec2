export { dependencyAudit, imageScan, loadTest, qualityCheck, testRun } from './checks.ts';
export { invalidation, rollback } from './delivery.ts';
export { committedTerraform, finalStage } from './repository.ts';
export { stagesOf } from './stages.ts';
export { canariesOf, invalidationsOf, risesOf } from './traffic.ts';
export { PIPELINES_READ, usesOf } from './uses.ts';
