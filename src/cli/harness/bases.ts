import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PinkyError } from '../../errors.ts';
import { type AssetRecord, readJson } from './rows.ts';

/** The base assets that rows depart from: compliant records by base name, each with its neighbourhood. */
export class Bases {
  readonly #folders: readonly string[];
  readonly #records = new Map<string, AssetRecord>();
  readonly #worlds = new Map<string, readonly AssetRecord[]>();

  /** @param folders where base files stand; the first that has a name holds */
  constructor(folders: readonly string[]) {
    this.#folders = folders;
  }

  /** Every base name there is, sorted. */
  get names(): readonly string[] {
    const names = this.#folders.flatMap((folder) =>
      existsSync(folder) ? readdirSync(folder).filter((file) => /^[^.]+\.json$/.test(file)) : [],
    );
    return [...new Set(names.map((file) => file.slice(0, -5)))].sort();
  }

  /** The record of a base name. @throws PinkyError E_FIXTURE when no folder has it */
  record(base: string): AssetRecord {
    let record = this.#records.get(base);
    if (!record) {
      const file = this.#file(`${base}.json`);
      if (!file) {
        throw new PinkyError('E_FIXTURE', `there is no base asset "${base}"`, {
          hint: `write ${join(this.#folders[0] ?? '.', `${base}.json`)}; there are: ${this.names.join(', ')}`,
        });
      }
      this.#records.set(base, (record = readJson(file) as AssetRecord));
    }
    return record;
  }

  /** The compliant neighbourhood of a base asset; none where no `.world.json` stands beside it. */
  world(base: string): readonly AssetRecord[] {
    let world = this.#worlds.get(base);
    if (!world) {
      const file = this.#file(`${base}.world.json`);
      const listed = file ? (readJson(file) as readonly (string | AssetRecord)[]) : [];
      world = listed.map((one) => (typeof one === 'string' ? this.record(one) : one));
      this.#worlds.set(base, world);
    }
    return world;
  }

  #file(name: string): string | undefined {
    return this.#folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
  }
}

/** The base name of an asset type: `sqladmin-Instance` of `sqladmin.googleapis.com/Instance`. */
export const baseOf = (type: string): string => {
  const [host = '', kind = ''] = type.split('/');
  return `${host.split('.')[0]}-${kind}`;
};
