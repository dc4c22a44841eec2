import { parsePath, valueAt } from '../policy/path.ts';
import { coerce } from '../policy/schemas/coerce.ts';
import { schemaOf } from '../policy/schemas/index.ts';
import { checkPath } from '../policy/schemas/walk.ts';
import { Unknown } from '../policy/unknown.ts';
import type { RawRecord } from './envelope.ts';
import { compileFilling, type Filling, fill } from './types/fill.ts';
import { tableOf } from './types/index.ts';
import { sourcePath } from './types/origin.ts';
import { show } from './types/read.ts';
import { compileRenames, oldPath, type Renames, rename } from './types/rename.ts';
import { type Conversion, compileShape, convert, type Remarks } from './types/shape.ts';
import type { Json, TypeTable } from './types/table.ts';
import { labelPath, labelsOf } from './whereabouts.ts';

/** How a source that does not spell an asset canonically spells a path of it. */
type Spelling = (path: string) => string;

/** What is compiled of a type's table, once. */
interface Ready {
  readonly type: string;
  readonly table: TypeTable | undefined;
  readonly filling: Filling | undefined;
  /** The bit of each path that was asked for, 0 where none was filled in. */
  readonly bits: Map<string, number>;
  readonly renames: Renames | undefined;
  readonly oldSpelling: Spelling | undefined;
  readonly shapes: readonly { conversion: Conversion; spelling: Spelling }[];
}

/** Thousands of findings stand at the same few paths. */
function remembered(spell: Spelling): Spelling {
  const known = new Map<string, string>();
  return (path) => {
    let spelled = known.get(path);
    if (spelled === undefined) known.set(path, (spelled = spell(path)));
    return spelled;
  };
}

const compiled = new Map<string, Ready>();

export function ready(type: string): Ready {
  const known = compiled.get(type);
  if (known) return known;
  const table = tableOf(type);
  const renames = table && compileRenames(table);
  const made: Ready = {
    type,
    table,
    filling: table && compileFilling(table),
    bits: new Map(),
    renames,
    oldSpelling: renames && ((path) => oldPath(renames, path)),
    shapes: (table?.shapes ?? []).map((shape) => ({
      conversion: compileShape(shape),
      spelling: remembered((path) => sourcePath(shape, path)),
    })),
  };
  compiled.set(type, made);
  return made;
}

/** Which of {@link Content.unset} tells that nothing set the path; 0 where nothing tells. */
export function bitOf({ filling, bits }: Ready, path: string): number {
  let bit = bits.get(path);
  if (bit === undefined) bits.set(path, (bit = filling?.bits.get(path.replaceAll(/\[\d+\]/g, '[*]')) ?? 0));
  return bit;
}

/** The canonical data of an asset and what goes with it. */
export interface Content {
  readonly data: Json | Unknown;
  readonly labels: Readonly<Record<string, string>>;
  readonly partial: boolean;
  readonly unset: number;
  readonly spelling: Spelling | undefined;
}

/** Content that is converted when it is first read; until then the source's own is kept. */
export class LazyContent implements Content {
  private readonly made: Ready;
  private readonly name: string;
  private readonly known: boolean;
  private source: Json | undefined;
  private content: Content | undefined;

  constructor(made: Ready, raw: RawRecord, source: Json) {
    this.made = made;
    this.name = raw.name;
    this.known = raw.partial !== true;
    this.source = source;
  }

  get data(): Json | Unknown {
    return (this.content ?? this.convert()).data;
  }

  get labels(): Readonly<Record<string, string>> {
    const { content, source } = this;
    const early = content || !source ? undefined : earlyLabels(this.made, source);
    return early ?? (this.content ?? this.convert()).labels;
  }

  get partial(): boolean {
    return (this.content ?? this.convert()).partial;
  }

  get unset(): number {
    return (this.content ?? this.convert()).unset;
  }

  get spelling(): Spelling | undefined {
    return (this.content ?? this.convert()).spelling;
  }

  private convert(): Content {
    const source = this.source as Json;
    this.source = undefined;
    return (this.content = contentOf(this.made, source, { name: this.name, partial: !this.known }));
  }
}

/** What a reader may want to hear while assets are made. */
export interface AssetRemarks {
  /** An annotation (by key) of an asset type was kept though the tool does not know it. */
  unlisted?(type: string, key: string): void;
  /** A source path that is neither moved, nor kept, nor dropped. */
  stray?(type: string, path: string): void;
}

const NO_LABELS: Readonly<Record<string, string>> = Object.freeze({});

const barren = new Map<string, Content>();

/** The content of a record that has none: one for all assets of a type. */
export function bare(type: string): Content {
  let content = barren.get(type);
  if (!content) {
    const data = new Unknown('not-read', 'the resource content of this asset was not exported', {
      needs: `export ${type} with resource content`,
    });
    content = { data, labels: NO_LABELS, partial: true, unset: 0, spelling: undefined };
    barren.set(type, content);
  }
  return content;
}

const pathOfLabels = (table: TypeTable | undefined, data: Json): string =>
  table ? (table.labels ?? 'labels') : labelPath(data);

/** The labels of content not converted yet, where they stand in the source as they will in the canonical data. */
function earlyLabels({ table, shapes, renames }: Ready, source: Json): Content['labels'] | undefined {
  if (renames || table?.settle || shapes.some(({ conversion }) => conversion.shape.matches(source)))
    return undefined;
  const labels = valueAt(source, parsePath(pathOfLabels(table, source)));
  if (labels === undefined) return NO_LABELS;
  if (typeof labels !== 'object' || labels === null || labels instanceof Unknown || Array.isArray(labels))
    return undefined;
  for (const key in labels)
    if (typeof (labels as Record<string, unknown>)[key] !== 'string') return undefined;
  return labels as Record<string, string>;
}

export function contentOf(
  made: Ready,
  source: Json,
  raw: Pick<RawRecord, 'name'> & { readonly partial?: boolean | undefined },
  remarks?: AssetRemarks,
): Content {
  const { table, type } = made;
  let partial = raw.partial ?? false;
  const put = (unknown: Unknown) => {
    partial = true;
    return unknown;
  };
  let data = source;
  let spelling: Spelling | undefined;
  for (const shape of made.shapes) {
    if (!shape.conversion.shape.matches(source)) continue;
    const told: Remarks = { unknown: put };
    if (remarks?.unlisted) told.unlisted = (key) => remarks.unlisted?.(type, key);
    if (remarks?.stray) told.stray = (path) => remarks.stray?.(type, path);
    data = convert(shape.conversion, { data: source, name: raw.name }, told);
    spelling = shape.spelling;
  }
  if (made.renames && rename(made.renames, data)) spelling = made.oldSpelling;
  const schema = schemaOf(type);
  if (schema !== undefined) coerce(schema, data, (path, value) => put(unconvertible(type, path, value)));
  const labels = labelsOf(data, pathOfLabels(table, data));
  table?.settle?.(data, { data: source, name: raw.name }, put);
  let unset = 0;
  if (made.filling) {
    const filled = fill(made.filling, data);
    unset = filled.unset;
    partial ||= filled.unknown;
  }
  // V8 keeps an object that was built key by key as a hash table, several times the size of its copy.
  return { data: data === source ? data : { ...data }, labels, partial, unset, spelling };
}

const KINDS: Readonly<Record<string, string>> = {
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
  int64: 'a whole number',
  string: 'a text',
  enum: 'one of the names the API knows',
  list: 'a list',
  map: 'a map',
  object: 'an object',
};

function unconvertible(type: string, path: string, value: unknown): Unknown {
  const found = path === '' ? undefined : checkPath(type, parsePath(path));
  const wanted = found?.ok ? KINDS[found.kind] : undefined;
  return new Unknown('unconvertible', `${show(value)} is not ${wanted ?? 'what the API gives here'}`);
}
