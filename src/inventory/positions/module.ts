import { isOverride, type PlanSources } from './sources.ts';
import type { Attribute, Body, Read, SourceFile, TopBlock } from './syntax.ts';

/** A block and the file it stands in. */
export interface Standing {
  readonly file: string;
  readonly block: TopBlock;
}

/** Byte order mark: it is no column of the first line. */
const BOM = /^\uFEFF/;

/** For more blocks than this, reading every file of a module costs less than looking through their texts again and again. */
const FEW = 16;

/** Reads a file by the syntax its name tells. */
export type Readers = Readonly<Record<'native' | 'json', Read>>;

/** The files of one module. Each is read once and, where little is looked for, only if its text names that. */
export class Module {
  readonly key: string;
  readonly folder: string;
  /** Files that could not be read as a whole, with the line of the first thing that is wrong. */
  readonly broken = new Map<string, number>();
  readonly #files: readonly string[];
  readonly #texts = new Map<string, string | undefined>();
  readonly #read = new Map<string, SourceFile>();
  readonly #indexes = new Map<string, ReadonlyMap<string, readonly TopBlock[]>>();
  #whole: ReadonlyMap<string, readonly Standing[]> | undefined;
  readonly #blocks = new Map<string, readonly Standing[]>();
  readonly #sources: PlanSources;
  readonly #readers: Readers;
  #asked = 0;

  constructor(key: string, folder: string, sources: PlanSources, readers: Readers) {
    this.key = key;
    this.folder = folder;
    this.#sources = sources;
    this.#readers = readers;
    this.#files = sources.files(key, folder);
  }

  /** The first file of the module that has a text. */
  get first(): string | undefined {
    return this.#files.find((file) => this.#text(file) !== undefined);
  }

  /**
   * The blocks of a kind and labels, those of override files first, the last file of them foremost: what they set holds
   * (Terraform, Override Files).
   */
  blocks(kind: string, ...labels: readonly string[]): readonly Standing[] {
    const key = [kind, ...labels].join(' ');
    let found = this.#blocks.get(key);
    if (!found) {
      const all = this.#asked++ < FEW ? this.#lookedUp(key, [kind, ...labels]) : this.#indexed.get(key);
      found = all && all.length > 1 ? foremost(all) : (all ?? []);
      this.#blocks.set(key, found);
    }
    return found;
  }

  /** The blocks of one name, from the files whose text holds its words. */
  #lookedUp(key: string, words: readonly string[]): readonly Standing[] {
    const named = this.#files.filter((file) => {
      if (this.#indexes.has(file)) return true;
      const text = this.#text(file);
      return text !== undefined && words.every((word) => text.includes(word));
    });
    return named.flatMap((file) => (this.#named(file).get(key) ?? []).map((block) => ({ file, block })));
  }

  /** The blocks of all files. */
  get #indexed(): ReadonlyMap<string, readonly Standing[]> {
    if (this.#whole) return this.#whole;
    const whole = new Map<string, Standing[]>();
    for (const file of this.#files) {
      if (this.#text(file) === undefined) continue;
      for (const [key, blocks] of this.#named(file)) {
        const standing = blocks.map((block) => ({ file, block }));
        const known = whole.get(key);
        if (known) known.push(...standing);
        else whole.set(key, standing);
      }
    }
    return (this.#whole = whole);
  }

  /** The files that have a text, with it. */
  *texts(): Generator<{ file: string; text: string }> {
    for (const file of this.#files) {
      const text = this.#text(file);
      if (text !== undefined) yield { file, text };
    }
  }

  /** The names of all blocks of a kind. */
  named(kind: string): readonly string[] {
    const start = `${kind} `;
    const keys = this.#files.flatMap((file) =>
      this.#text(file)?.includes(kind) ? [...this.#named(file).keys()] : [],
    );
    return keys.filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
  }

  /** An attribute of any of the blocks of a kind: `locals`. */
  attribute(kind: string, name: string): { file: string; attribute: Attribute } | undefined {
    for (const { file, block } of this.blocks(kind)) {
      const attribute = block.body.attributes.find((one) => one.name === name);
      if (attribute) return { file, attribute };
    }
    return undefined;
  }

  #text(file: string): string | undefined {
    if (!this.#texts.has(file)) this.#texts.set(file, this.#sources.read(this.key, file)?.replace(BOM, ''));
    return this.#texts.get(file);
  }

  /** The blocks of a file by kind and labels: a plan asks for thousands. */
  #named(file: string): ReadonlyMap<string, readonly TopBlock[]> {
    let index = this.#indexes.get(file);
    if (!index) {
      const made = new Map<string, TopBlock[]>();
      for (const block of this.#file(file).blocks) {
        const key = [block.kind, ...block.labels].join(' ');
        const known = made.get(key);
        if (known) known.push(block);
        else made.set(key, [block]);
      }
      index = made;
      this.#indexes.set(file, index);
    }
    return index;
  }

  #file(file: string): SourceFile {
    let known = this.#read.get(file);
    if (!known) {
      const read = this.#readers[file.endsWith('.json') ? 'json' : 'native'];
      known = read(file, this.#text(file) ?? '');
      if (known.broken !== undefined) this.broken.set(file, known.broken);
      this.#read.set(file, known);
    }
    return known;
  }
}

/** Blocks of override files before all others, the last file of them foremost. */
const foremost = (all: readonly Standing[]): readonly Standing[] => [
  ...all.filter(({ file }) => isOverride(file)).reverse(),
  ...all.filter(({ file }) => !isOverride(file)),
];

/** The block whose body sets a name: an override where one does, else the block itself. */
export const holderOf = (blocks: readonly Standing[], name: string): Standing | undefined =>
  blocks.length === 1 ? blocks[0] : blocks.find(({ block }) => sets(block.body, name));

const sets = ({ attributes, blocks }: Body, name: string): boolean =>
  attributes.some((one) => one.name === name) || blocks.some((one) => one.name === name);
