import type { Place } from '../errors.ts';
import type { Asset } from '../policy/model.ts';
import { parsePath } from '../policy/path.ts';
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
import { type Conversion, compileShape, convert, type Remarks } from './types/shape.ts';
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

/** An asset as it is kept. `id` and `project` may be set anew by whoever knows which number is which project. */
class KeptAsset implements Asset {
  readonly name: string;
  id: string;
  readonly type: string;
  project: string | undefined;
  readonly location: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly data: Record<string, unknown>;
  readonly partial: boolean;
  readonly ancestors: readonly string[];
  readonly updateTime: string | undefined;
  readonly origin: Place;
  private readonly unset: number;
  private readonly spelling: Spelling | undefined;

  constructor(raw: RawRecord, origin: Place, type: string, content: Content) {
    this.name = raw.name;
    this.id = raw.name;
    this.type = type;
    this.data = content.data as Record<string, unknown>;
    this.project = projectOf(raw.name, content.data, raw.ancestors, raw.parent);
    this.location = locationOf(raw.location, content.data, raw.name);
    this.labels = content.labels;
    this.partial = content.partial;
    this.ancestors = raw.ancestors;
    this.updateTime = raw.updateTime;
    this.origin = origin;
    this.unset = content.unset;
    this.spelling = content.spelling;
  }

  isUnset(path: string): boolean {
    if (this.unset === 0) return false;
    const bit = ready(this.type).filling?.bits.get(path.replaceAll(/\[\d+\]/g, '[*]'));
    return bit !== undefined && (this.unset & bit) !== 0;
  }

  sourcePath(path: string): string {
    return this.spelling ? this.spelling(path) : path;
  }
}

interface Content {
  readonly data: Json | Unknown;
  readonly labels: Readonly<Record<string, string>>;
  readonly partial: boolean;
  readonly unset: number;
  readonly spelling: Spelling | undefined;
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
  if (raw.data === undefined) {
    const data = new Unknown('not-read', 'the resource content of this asset was not exported', {
      needs: `export ${raw.type} with resource content`,
    });
    const content = { data, labels: NO_LABELS, partial: true, unset: 0, spelling: undefined };
    return new KeptAsset(raw, origin, made.type, content);
  }
  return new KeptAsset(raw, origin, made.type, contentOf(made, raw.data, raw, remarks));
}

function contentOf(made: Ready, source: Json, raw: RawRecord, remarks?: AssetRemarks): Content {
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
  const labels = labelsOf(data, table ? (table.labels ?? 'labels') : labelPath(data));
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
