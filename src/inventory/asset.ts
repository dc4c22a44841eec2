import type { Place } from '../errors.ts';
import type { Asset } from '../policy/model.ts';
import { parsePath, valueAt } from '../policy/path.ts';
import { coerce } from '../policy/schemas/coerce.ts';
import { schemaOf } from '../policy/schemas/index.ts';
import { checkPath } from '../policy/schemas/walk.ts';
import { Unknown } from '../policy/unknown.ts';
import { type RawRecord, readEnvelope } from './envelope.ts';
import { compileFilling, type Filling, fill } from './types/fill.ts';
import { tableOf } from './types/index.ts';
import { sourcePath } from './types/origin.ts';
import { show } from './types/read.ts';
import { compileRenames, oldPath, type Renames, rename } from './types/rename.ts';
import { type Conversion, compileShape, convert, type Remarks, reportUnlisted } from './types/shape.ts';
import type { Json, TypeTable } from './types/table.ts';
import { labelPath, labelsOf, locationOf, projectOf } from './whereabouts.ts';

/** How a source that does not spell an asset canonically spells a path of it. */
type Spelling = (path: string) => string;

/** What is compiled of a type's table, once. */
interface Ready {
  readonly type: string;
  readonly table: TypeTable | undefined;
  readonly filling: Filling | undefined;
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

function ready(type: string): Ready {
  const known = compiled.get(type);
  if (known) return known;
  const table = tableOf(type);
  const renames = table && compileRenames(table);
  const made: Ready = {
    type,
    table,
    filling: table && compileFilling(table),
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

/**
 * An asset as it is kept. Its content is brought into canonical shape when it is first asked for: policies look at no
 * more than half of what is read. `id` and `project` may be set anew by whoever knows which number is which project.
 */
class KeptAsset implements Asset {
  readonly name: string;
  id: string;
  readonly type: string;
  project: string | undefined;
  readonly ancestors: readonly string[];
  readonly updateTime: string | undefined;
  readonly origin: Place;
  private readonly said: string | undefined;
  private readonly content: Content;

  constructor(raw: RawRecord, origin: Place, content: Content) {
    this.name = raw.name;
    this.id = raw.name;
    this.type = raw.type;
    this.ancestors = raw.ancestors;
    this.updateTime = raw.updateTime;
    this.origin = origin;
    this.said = raw.location;
    this.content = content;
    this.project = projectOf(raw.name, content, raw.ancestors, raw.parent);
  }

  get data(): Record<string, unknown> {
    return this.content.data as Record<string, unknown>;
  }

  get location(): string | undefined {
    return this.said ?? locationOf(this.data, this.name);
  }

  get labels(): Readonly<Record<string, string>> {
    return this.content.labels;
  }

  get partial(): boolean {
    return this.content.partial;
  }

  isUnset(path: string): boolean {
    const { unset } = this.content;
    if (unset === 0) return false;
    const bit = ready(this.type).filling?.bits.get(path.replaceAll(/\[\d+\]/g, '[*]'));
    return bit !== undefined && (unset & bit) !== 0;
  }

  sourcePath(path: string): string {
    const { spelling } = this.content;
    return spelling ? spelling(path) : path;
  }
}

/** The canonical data of an asset and what goes with it. */
interface Content {
  readonly data: Json | Unknown;
  readonly labels: Readonly<Record<string, string>>;
  readonly partial: boolean;
  readonly unset: number;
  readonly spelling: Spelling | undefined;
}

/** Content that is converted when it is first read; until then the source's own is kept. */
class LazyContent implements Content {
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

/**
 * The asset a record tells of, in canonical shape: converted, old spellings renamed, values of the API's types, and
 * what absence means filled in. `raw.data` is taken over and changed. A record without resource content gives an asset
 * whose whole data is an Unknown.
 */
export function makeAsset(raw: RawRecord, origin: Place, remarks?: AssetRemarks): Asset {
  const made = ready(raw.type);
  if (raw.data === undefined) return new KeptAsset(raw, origin, bare(raw.type));
  if (remarks?.stray) return new KeptAsset(raw, origin, contentOf(made, raw.data, raw, remarks));
  if (remarks?.unlisted) {
    for (const { conversion } of made.shapes) {
      if (conversion.shape.matches(raw.data))
        reportUnlisted(conversion, raw.data, (key) => remarks.unlisted?.(made.type, key));
    }
  }
  return new KeptAsset(raw, origin, new LazyContent(made, raw, raw.data));
}

/** An asset of which nothing but an IAM policy is kept, with the labels that tell its environment. */
export function bareAsset(
  raw: RawRecord,
  origin: Place,
  labels: Readonly<Record<string, string>>,
  project: string | undefined,
): Asset {
  const asset = new KeptAsset({ ...raw, data: undefined }, origin, { ...bare(raw.type), labels });
  asset.project ??= project;
  return asset;
}

const barren = new Map<string, Content>();

/** The content of a record that has none: one for all assets of a type. */
function bare(type: string): Content {
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

function contentOf(
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

/**
 * The asset of one inventory record, as parsed from JSON or with Unknowns put into it; the record is copied first.
 * @throws TypeError with the reason when the value is not a record.
 */
export function assetOf(record: unknown, origin: Place = { uri: 'record' }): Asset {
  let partial = false;
  const copy = (value: unknown): unknown => {
    if (value instanceof Unknown) partial = true;
    if (typeof value !== 'object' || value === null || value instanceof Unknown) return value;
    if (Array.isArray(value)) return value.map(copy);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner)]));
  };
  const raw = readEnvelope(copy(record));
  if (raw.kind !== 'record')
    throw new TypeError(raw.kind === 'refusal' ? raw.reason : 'a manifest is no asset');
  return makeAsset(partial ? { ...raw, partial } : raw, origin);
}
