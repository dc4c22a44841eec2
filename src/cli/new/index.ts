import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { SECTIONS } from '#policy';
import { suggest } from '../../config/nearest.ts';
import { PinkyError } from '../../errors.ts';
import { schemaTypes } from '../../policy/schemas/index.ts';
import { Bases, baseOf, findPolicies, isSection, type Layout } from '../harness/index.ts';
import { declarationText, rowsText, sampleOf } from './templates.ts';

/** What was written for a new policy. Paths are relative to the root. */
export interface Scaffold {
  readonly id: string;
  readonly declaration: string;
  readonly rows: string;
  readonly base: string;
}

const refuse = (message: string, hint?: string): never => {
  throw new PinkyError('E_NEW', message, hint === undefined ? {} : { hint });
};

/** The parts of `<section>/<id>`, checked. */
function placeOf(spec: string) {
  const [section = '', id = '', ...more] = spec.split('/');
  if (id === '' || more.length > 0)
    refuse(`"${spec}" is not <section>/<id>`, 'say security/sql-tls-required');
  if (!isSection(section)) {
    const near = suggest(section, Object.keys(SECTIONS));
    return refuse(
      `"${section}" is no section of the strategy${near ? `: ${near}` : ''}`,
      `sections: ${Object.keys(SECTIONS).join(', ')}`,
    );
  }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
    const spelt = id
      .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^[^a-z]+|-+$/g, '');
    refuse(
      `"${id}" is no id: lower case words joined by hyphens`,
      spelt === '' ? undefined : `say ${section}/${spelt}`,
    );
  }
  return { section, id };
}

/** The asset type, checked; its base asset must be there to judge rows by. */
function baseFor(type: string, bases: Bases): string {
  if (!schemaTypes().includes(type)) {
    const near =
      suggest(type, schemaTypes()) ??
      suggest(
        type,
        schemaTypes().map((one) => one.split('/')[1] as string),
      );
    refuse(
      `the asset type "${type}" is not known${near ? `: ${near}` : ''}`,
      `known: ${schemaTypes().join(', ')}`,
    );
  }
  const base = baseOf(type);
  if (bases.names.includes(base)) return base;
  const variant = bases.names.find((name) => name.startsWith(`${base}-`));
  return variant ?? base;
}

/**
 * Writes a policy and its rows: two files, which hold as they stand and are then made to say what is wanted.
 *
 * @param spec `<section>/<id>`
 * @param type the asset type it judges
 * @param taken ids that stand elsewhere
 * @throws PinkyError E_NEW for a wrong section, id or type and where a file is there already: nothing is overwritten
 */
export function scaffold(layout: Layout, spec: string, type: string, taken: ReadonlySet<string>): Scaffold {
  const { section, id } = placeOf(spec);
  const bases = new Bases(layout.assets);
  const base = baseFor(type, bases);
  const other = findPolicies(layout.policies, layout.rows).find((one) => one.id === id);
  if (other) refuse(`the policy ${id} is there already: ${relative(layout.root, other.declaration)}`);
  if (taken.has(id)) refuse(`the id ${id} is taken by a built-in policy`, 'choose another');
  const declaration = join(layout.policies, section, `${id}.ts`);
  const rows = join(layout.rows, section, `${id}.json`);
  for (const file of [declaration, rows]) {
    if (existsSync(file)) refuse(`${relative(layout.root, file)} is there already`);
  }
  if (!bases.names.includes(base)) {
    refuse(
      `there is no base asset of ${type} for rows to depart from`,
      `write ${relative(layout.root, join(layout.assets[0] ?? '', `${base}.json`))}: one compliant record, as an inventory exports it`,
    );
  }
  const sample = sampleOf(type, bases.record(base).resource.data);
  if (!sample) return refuse(`the base asset ${base} has no value that a policy could want`);
  write(declaration, declarationText(layout.product ? '#policy' : 'pinky-audit', section, type, sample));
  write(rows, rowsText(sample, base === baseOf(type) ? undefined : base));
  return { id, declaration: relative(layout.root, declaration), rows: relative(layout.root, rows), base };
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { flag: 'wx' });
}
