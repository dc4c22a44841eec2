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
      const few = this.#asked++ < FEW;
      const named = this.#files.filter((file) => {
        if (this.#indexes.has(file)) return true;
        const text = this.#text(file);
        return text !== undefined && !(few && [kind, ...labels].some((word) => !text.includes(word)));
      });
      const all = named.flatMap((file) =>
        (this.#named(file).get(key) ?? []).map((block): Standing => ({ file, block })),
      );
      const overrides = all.filter(({ file }) => isOverride(file)).reverse();
      found = [...overrides, ...all.filter(({ file }) => !isOverride(file))];
      this.#blocks.set(key, found);
    }
    return found;
  }

  /** The block whose body sets a name: an override where one does, else the block itself. */
  holder(blocks: readonly Standing[], name: string): Standing | undefined {
    const sets = ({ attributes, blocks: inner }: Body) =>
      attributes.some((one) => one.name === name) || inner.some((one) => one.name === name);
    return blocks.find(({ block }) => sets(block.body()));
  }

  /** An attribute of any of the blocks of a kind: `locals`. */
  attribute(kind: string, name: string): { file: string; attribute: Attribute } | undefined {
    for (const { file, block } of this.blocks(kind)) {
      const attribute = block.body().attributes.find((one) => one.name === name);
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
