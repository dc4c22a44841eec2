/**
 * Composes the demonstration's snapshot: the compliant deployment of `fixtures/demo` with the seeds that are marked
 * for the demonstration. `compose(seeds)` gives the lines for any set of seeds; the build writes the default set.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const demo = join(root, 'fixtures/demo');

/** Every seed: the policy that must fail on `asset` once `changes` are made, and whether the demonstration shows it. */
export const seeds = JSON.parse(readFileSync(join(demo, 'seeds.json'), 'utf8'));

/** The snapshot, one record a line, with the changes of `chosen` made. `change(record, changes)` gives a changed copy. */
export function compose(chosen, change) {
  const edits = new Map();
  for (const { changes } of chosen) {
    for (const { asset, set = {}, remove = [] } of changes) {
      const list = edits.get(asset) ?? [];
      list.push(...Object.entries(set).map(([path, to]) => ({ path, op: 'set', to })));
      list.push(...remove.map((path) => ({ path, op: 'remove' })));
      edits.set(asset, list);
    }
  }
  const lines = readFileSync(join(demo, 'deployment.ndjson'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const record = JSON.parse(line);
    const list = edits.get(record.name);
    return list ? JSON.stringify(change(record, list)) : line;
  });
}
