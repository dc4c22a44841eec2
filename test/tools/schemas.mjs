import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { emitData, emitTypes } from './schemas/emit.mjs';
import { reduceAll } from './schemas/reduce.mjs';

// Writes the reduced schemas from the API declarations of the development dependencies;
// --check writes nothing and fails, naming the first differing line, when the committed ones are stale.
const schemas = reduceAll();
const outputs = {
  'src/policy/schemas.generated.ts': emitTypes(schemas),
  'src/policy/schemas/data.generated.ts': emitData(schemas),
};

const firstDifference = (was, is) => {
  const before = was.split('\n');
  const after = is.split('\n');
  const at = after.findIndex((line, index) => line !== before[index]);
  return at < 0 ? after.length + 1 : at + 1;
};

for (const [path, text] of Object.entries(outputs)) {
  const file = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (committed === text) continue;
  if (process.argv.includes('--check')) {
    const line = firstDifference(committed, text);
    console.error(`${path}:${line} differs from the declarations; run: node test/tools/schemas.mjs`);
    process.exit(1);
  }
  writeFileSync(file, text);
  console.error(`${path}: ${Buffer.byteLength(text)} bytes`);
}
