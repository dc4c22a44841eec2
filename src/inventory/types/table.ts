import type { Unknown } from '../../policy/unknown.ts';

/** What it means that a field is missing from an API reply, and how that is known. */
export interface Absence {
  /** A scalar, or a function of the whole resource that gives a fresh value (or an Unknown, where nobody can tell). */
  readonly value: string | number | boolean | ((data: Json) => unknown);
  /** Where it is documented: the API's reference by name, or an observed fact. */
  readonly source: string;
}

/** A JSON object. */
export type Json = Record<string, unknown>;

/** Counts an Unknown that is put into an asset's data, and gives it back. */
export type Put = (unknown: Unknown) => Unknown;

/** What a row's `read` may look at beside its value. */
export interface Source {
  /** The whole resource as the source spelled it. */
  readonly data: Json;
  /** Full resource name of the asset. */
  readonly name: string;
}

/**
 * One field in another shape and where it stands in the canonical one. `from` and `to` are paths; the `[*]` of `to`
 * are those of `from`, in order, and a `[*]` more than `from` has means every element the list then has.
 */
export interface Row {
  readonly from: string;
  readonly to: string;
  /** Gives the canonical value, undefined for none, or an Unknown when the value does not convert. */
  readonly read?: (value: unknown, source: Source) => unknown;
  /** The canonical value where the source has none. */
  readonly absent?: string | number | boolean;
  /** The shape's `finish` moves it; the row only says where it came from. */
  readonly byHand?: true;
}

/** What becomes of the keys of a source map that no row names. */
export interface Rest {
  /** Path of the source map. */
  readonly from: string;
  /** Path of the canonical map that takes the keys that are kept. */
  readonly to: string;
  /** `report` keeps the key and names it, so that the ledger can list what was not understood. */
  readonly fate: (key: string) => 'keep' | 'drop' | 'report';
}

/** Another shape in which resources of the type come, as data: read forwards by readers, backwards for positions. */
export interface Shape {
  readonly matches: (data: Json) => boolean;
  readonly rows: readonly Row[];
  readonly rests?: readonly Rest[];
  /** Source leaves (and whole subtrees) that say nothing a policy could use. */
  readonly dropped: readonly string[];
  /** What takes more than one field to tell; changes `canonical` in place. */
  readonly finish?: (canonical: Json, source: Source, put: Put) => void;
}

/**
 * Everything known about the canonical data of one asset type. Paths in `absence` and `lists` may hold `[*]`; a name
 * followed by `?` is filled below only where it is there itself (one branch of a oneof, an optional message).
 */
export interface TypeTable {
  readonly types: readonly string[];
  readonly absence?: Readonly<Record<string, Absence>>;
  /** Repeated fields: proto3 JSON leaves an empty one out, so absent means none. */
  readonly lists?: readonly string[];
  /** Old spelling to canonical name, parents in their canonical spelling: `'rules[*].match.config.srcIpRange': 'srcIpRanges'`. */
  readonly renames?: Readonly<Record<string, string>>;
  readonly shapes?: readonly Shape[];
  /** Path of the user's labels; `labels` when not given. */
  readonly labels?: string;
  /** On canonical data of whatever shape, before absence is filled in: what must not be kept is taken out. */
  readonly settle?: (data: Json, source: Source, put: Put) => void;
}
