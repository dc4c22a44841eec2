import { readFileSync } from 'node:fs';
import type { Binding, Judgement } from '#policy';
import { PinkyError } from '../../errors.ts';

/** A record of Cloud Asset Inventory in canonical shape, as fixtures hold it. */
export interface AssetRecord {
  readonly name: string;
  readonly assetType: string;
  readonly resource: { readonly version?: string; readonly data: Record<string, unknown> };
  readonly iamPolicy?: { readonly bindings: readonly Binding[] };
  readonly ancestors?: readonly string[];
  readonly updateTime?: string;
}

/** How a row departs from a base asset. Paths are canonical; `$iam…` is the IAM policy. */
export interface Edit {
  readonly set?: Readonly<Record<string, unknown>>;
  readonly remove?: readonly string[];
  readonly unknown?: readonly string[];
  readonly iam?: readonly Binding[];
}

/** One change of the neighbourhood; exactly one of `add`, `change` and `drop` is given. */
interface WorldEdit extends Edit {
  /** Full name of what is added, where it is not the base's own. */
  readonly name?: string;
  readonly add?: string | AssetRecord;
  readonly change?: string;
  readonly drop?: string;
}

/** One English fact about one asset, and what the policy must say of it. */
export interface Row extends Edit {
  readonly name: string;
  readonly on?: string;
  readonly world?: readonly WorldEdit[];
  /** True: no neighbourhood but what `world` adds. */
  readonly bare?: boolean;
  /** Asset types, or `iam`, that the snapshot does not cover. */
  readonly notRead?: readonly string[];
  /** Parameters by name; null unsets one. */
  readonly params?: Readonly<Record<string, unknown>>;
  readonly environment?: string;
  readonly clock?: string;
  readonly expect: {
    readonly verdict: Judgement['verdict'];
    readonly findings?: readonly string[];
    readonly reason?: string;
    readonly notes?: readonly string[];
  };
}

type Kind = 'text' | 'texts' | 'map' | 'list' | 'flag' | 'any';

const EDIT: Readonly<Record<string, Kind>> = { set: 'map', remove: 'texts', unknown: 'texts', iam: 'list' };
const ROW: Readonly<Record<string, Kind>> = {
  ...EDIT,
  name: 'text',
  on: 'text',
  world: 'list',
  bare: 'flag',
  notRead: 'texts',
  params: 'map',
  environment: 'text',
  clock: 'text',
  expect: 'map',
};
const WORLD: Readonly<Record<string, Kind>> = {
  ...EDIT,
  name: 'text',
  add: 'any',
  change: 'text',
  drop: 'text',
};
const EXPECT: Readonly<Record<string, Kind>> = {
  verdict: 'text',
  findings: 'texts',
  reason: 'text',
  notes: 'texts',
};
const VERDICTS = ['pass', 'fail', 'unknown', 'not-applicable', 'error', 'manual'];

const isText = (value: unknown): boolean => typeof value === 'string';
const IS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: isText,
  texts: (value) => Array.isArray(value) && value.every(isText),
  map: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: Array.isArray,
  flag: (value) => typeof value === 'boolean',
  any: () => true,
};

/**
 * Reads a JSON file of the fixtures.
 * @throws PinkyError E_FIXTURE naming the file, when it is missing or is not JSON
 */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new PinkyError('E_FIXTURE', `cannot be read: ${(cause as Error).message}`, {
      place: { uri: file },
      cause,
    });
  }
}

/**
 * The rows of a policy, checked key by key, so that a misspelt `unknwon` cannot pass for a row without one.
 * @throws PinkyError E_FIXTURE naming the file, the row and the key
 */
export function readRows(file: string): readonly Row[] {
  const refuse = (message: string): never => {
    throw new PinkyError('E_FIXTURE', message, { place: { uri: file } });
  };
  const check = (value: unknown, kinds: Readonly<Record<string, Kind>>, where: string): void => {
    if (!IS.map(value)) refuse(`${where} is not an object`);
    for (const [key, inner] of Object.entries(value as object)) {
      const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
      if (kind === undefined)
        refuse(`${where} has the key "${key}"; known: ${Object.keys(kinds).join(', ')}`);
      else if (!IS[kind](inner))
        refuse(`"${key}" of ${where} is not a ${kind === 'texts' ? 'list of texts' : kind}`);
    }
  };
  const rows = readJson(file);
  if (!Array.isArray(rows) || rows.length === 0) return refuse('expected a list of rows');
  const names = new Set<string>();
  rows.forEach((row: Row, i) => {
    const where = `row ${typeof row?.name === 'string' ? `"${row.name}"` : i + 1}`;
    check(row, ROW, where);
    if (!row.name) refuse(`${where} has no name`);
    if (names.has(row.name)) refuse(`${where} stands twice`);
    names.add(row.name);
    check(row.expect, EXPECT, `"expect" of ${where}`);
    if (!VERDICTS.includes(row.expect.verdict))
      refuse(`${where} expects no verdict of ${VERDICTS.join(', ')}`);
    for (const edit of row.world ?? []) {
      check(edit, WORLD, `"world" of ${where}`);
      const verbs = [edit.add, edit.change, edit.drop].filter((one) => one !== undefined);
      if (verbs.length !== 1) refuse(`"world" of ${where} needs exactly one of add, change and drop`);
    }
  });
  return rows as Row[];
}
