import type { Place } from '../../errors.ts';
import type { Asset } from '../../policy/model.ts';
import { Unknown } from '../../policy/unknown.ts';
import { makeAsset } from '../asset.ts';
import { convertPlanned, type Helpers } from './convert.ts';
import { attributePath } from './names.ts';
import { Unset } from './overlay.ts';
import { partAt } from './parts.ts';
import type { PlannedResource } from './resources.ts';
import type { PlanTable } from './table.ts';

/** Begins the part of a name that stands for what is known after apply only. */
const UNNAMED = 'known-after-apply:';

/** A hole of a name, with the collection before it: `projects/{project}`. */
const HOLE = /(?:(\w+)\/)?\{(\w+)([%+]?)\}/g;

/** What of a value goes into a name, by what follows its attribute in the hole. */
const spellings: Readonly<Record<string, (value: string) => string>> = {
  '': (value) => value.slice(value.lastIndexOf('/') + 1),
  '%': encodeURIComponent,
  '+': String,
};

/** `projects/P/locations/L/secrets/S`, in any spelling of a name, as what stands in each collection. */
function partsOf(path: string): ReadonlyMap<string, string> {
  const parts = path.replace(/^(?:https?:)?\/\/.*?\/(?=(?:projects|folders|organizations)\/)/, '').split('/');
  const pairs = new Map<string, string>();
  if (parts.length % 2 === 0)
    for (let i = 0; i < parts.length; i += 2) pairs.set(parts[i] as string, parts[i + 1] as string);
  return pairs;
}

/**
 * Full resource name of a planned resource. A part that is not known yet is its address instead, so that the name still
 * tells it from every other one. An attribute may hold a whole name itself, whose other parts then count as well.
 */
export function nameOf(
  table: Pick<PlanTable, 'name'>,
  { values, address }: Pick<PlannedResource, 'values' | 'address'>,
  project: string | undefined,
): { readonly name: string; readonly known: boolean } {
  let known = true;
  const last = values[/\{(\w+)%?\}[^{]*$/.exec(table.name)?.[1] ?? ''];
  const whole = typeof last === 'string' ? partsOf(last) : undefined;
  const name = table.name.replaceAll(
    HOLE,
    (_, collection: string | undefined, attribute: string, as: string) => {
      const before = collection === undefined ? '' : `${collection}/`;
      const given = values[attribute];
      const own =
        attribute === 'project' && (given === undefined || given instanceof Unset) ? project : given;
      const value = whole?.get(collection ?? '') ?? own;
      if (typeof value === 'string' && value !== '') return before + spellings[as]?.(value);
      if (typeof value === 'number') return before + String(value);
      known = false;
      // A project that is not known is still one project: its resources must find each other.
      return before + (attribute === 'project' ? UNNAMED : `${UNNAMED}${address.replaceAll('/', '%2F')}`);
    },
  );
  return { name, known };
}

/** Whether a project stands for one that the plan does not tell. */
export const isUnnamed = (token: string | undefined): boolean => token === UNNAMED;

/** Whether an Unknown stands anywhere inside a value. */
function isPartial(value: unknown): boolean {
  if (value instanceof Unknown) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(isPartial);
}

/** An asset that a plan will bring about, made as one that was read: by the same table, from the plan's values. */
export function plannedAsset(
  table: PlanTable,
  resource: PlannedResource,
  named: { readonly name: string; readonly known: boolean },
  uri: string,
  helpers: Helpers,
): Asset {
  const { data, unset } = convertPlanned(table, resource.values, helpers);
  const made = makeAsset(
    {
      kind: 'record',
      name: named.name,
      type: table.type,
      data,
      ignored: [],
      ancestors: [],
      ...(isPartial(data) && { partial: true as const }),
    },
    { uri },
  );
  return new PlannedAsset(made, table, resource, unset, named.known);
}

/** An asset of a plan: it stands in a file as its resource's address, and its paths are attributes. */
class PlannedAsset implements Asset {
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
  readonly address: string;
  readonly unnamed: true | undefined;
  readonly #made: Asset;
  readonly #table: PlanTable;
  readonly #unset: ReadonlySet<string>;
  readonly #values: PlannedResource['values'];

  constructor(
    made: Asset,
    table: PlanTable,
    { address, values }: PlannedResource,
    unset: ReadonlySet<string>,
    known: boolean,
  ) {
    this.name = made.name;
    this.id = made.id;
    this.type = made.type;
    this.project = isUnnamed(made.project) ? undefined : made.project;
    this.location = made.location;
    this.labels = made.labels;
    this.data = made.data;
    this.partial = made.partial;
    this.ancestors = made.ancestors;
    this.updateTime = undefined;
    this.origin = made.origin;
    this.address = address;
    this.unnamed = known ? undefined : true;
    this.#made = made;
    this.#table = table;
    this.#unset = unset;
    this.#values = values;
  }

  isUnset(path: string): boolean {
    const spot = path.includes('[') ? path.replaceAll(/\[\d+\]/g, '[*]') : path;
    return this.#unset.has(spot) || this.#made.isUnset(path);
  }

  sourcePath(path: string): string {
    return attributePath(this.#table, this.#made.sourcePath(path));
  }

  partAt(path: string): ReturnType<typeof partAt> {
    return partAt(this.#values, this.sourcePath(path));
  }
}
