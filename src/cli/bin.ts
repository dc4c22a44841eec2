#!/usr/bin/env node
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

export {};
