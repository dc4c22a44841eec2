import type { Place } from '../errors.ts';
import type { Asset } from '../policy/model.ts';
import { Unknown } from '../policy/unknown.ts';
import { type AssetRemarks, bare, bitOf, type Content, contentOf, LazyContent, ready } from './content.ts';
import { type RawRecord, readEnvelope } from './envelope.ts';
import { reportUnlisted } from './types/shape.ts';
import { locationOf, projectOf } from './whereabouts.ts';

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
    return (unset & bitOf(ready(this.type), path)) !== 0;
  }

  sourcePath(path: string): string {
    const { spelling } = this.content;
    return spelling ? spelling(path) : path;
  }
}

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
