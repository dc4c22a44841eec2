import { relative } from 'node:path';
import { Command } from 'commander';
import { catalogue } from '../../catalogue.generated.ts';
import type { Declare } from '../commands.ts';
import { generate } from '../gen/index.ts';
import { type Layout, layoutsAt } from '../harness/index.ts';
import { scaffold } from '../new/index.ts';
import { type Io, streamIo } from './io.ts';

/**
 * `pinky-audit new <section>/<id> --on <type>`: writes a policy and its rows, generates what follows from them, and
 * says what to do next.
 * @throws PinkyError E_NEW for a wrong section, id or type, and where a file is there already
 */
export async function newPolicy(io: Io, spec: string, on: string): Promise<number> {
  const [layout] = (await layoutsAt(io.cwd)) as readonly [Layout, ...Layout[]];
  const taken = new Set(layout.product ? [] : catalogue.map(({ id }) => id));
  const { id, declaration, rows, base } = scaffold(layout, spec, on, taken);
  const written = await generate(layout, { check: false });
  io.out(`wrote ${declaration}\nwrote ${rows}\n`);
  for (const { path, state } of written) if (state === 'stale') io.out(`generated ${path}\n`);
  const prove = layout.product
    ? `npx vitest run test/policies.test.ts -t ${id}`
    : `npx pinky-audit test ${id}`;
  io.out(`
Next:
1. Say in ${declaration} what must be true, why, and which line of the strategy asks for it.
2. Say in ${rows} how ${base} passes, fails and is unknown: one row for each way.
3. Prove it: ${prove}, then ${layout.product ? 'npm run gen' : 'npx pinky-audit gen'}.
`);
  if (!layout.product && !layout.named) {
    const folder = relative(layout.root, layout.policies);
    io.out(`4. Have scans judge it: name its folder in pinky.config.yaml, paths: [${folder}].\n`);
  }
  return 0;
}

export const command: Declare = (exit) =>
  new Command()
    .argument('<section/id>', 'section of the strategy, and what is true when the policy passes')
    .requiredOption('--on <type>', 'the asset type it judges, such as sqladmin.googleapis.com/Instance')
    .action(async (spec: string, { on }: { readonly on: string }) =>
      exit(await newPolicy(streamIo(), spec, on)),
    );
