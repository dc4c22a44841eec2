#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';

// A run is over before most functions have paid for their optimization: measured, a third of the processor time went
// there. What really is hot still gets optimized, only later.
setFlagsFromString('--interrupt-budget=1000000');

// Only what the oldest Node can parse stands here: the rest is loaded once the version is known to do.
const OLDEST = 20;

if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  process.stderr.write(`pinky-audit needs Node.js ${OLDEST} or later; this is ${process.versions.node}\n`);
  process.exitCode = 2;
} else {
  import('./main.ts')
    .then(({ main }) => main(process.argv.slice(2)))
    .catch((error) => {
      process.stderr.write(`error E_DEFECT: pinky-audit is not installed as a whole: ${error}\n`);
      process.exitCode = 2;
    });
}
