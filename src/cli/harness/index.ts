/** The one harness that proves policies: the rows of each, and the cases that hold for all. */
export { Bases, baseOf } from './bases.ts';
export { casesOf } from './cases.ts';
export { findPolicies, isSection, type PolicyFiles } from './find.ts';
export { type Layout, layoutsAt } from './layout.ts';
export { type Loaded, loadProofs } from './load.ts';
export { type Proof, proofOf } from './proof.ts';
