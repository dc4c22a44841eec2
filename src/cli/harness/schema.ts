import {
  alternatives,
  attempt,
  EVERY,
  isParam,
  parsePath,
  type Requirement,
  type Segments,
  typesOf,
  Unknown,
  type Want,
} from '#policy';
import { checkPath, type Kind, literalsOf } from '../../policy/schemas/walk.ts';
import { readable } from '../../policy/subject.ts';
import { pathOf } from './edit.ts';
import type { Proof } from './proof.ts';

/** Keywords that need a list, and those that need one scalar. */
const OF_LIST = ['every', 'some', 'count', 'containsAll', 'unique'] as const;
const LITERAL = ['const', 'enum', 'noneOf', 'containsAll'] as const;
const NO_SCALAR: readonly Kind[] = ['list', 'object', 'map'];

/** Collects what a path or a literal of a declaration has that the API does not. */
class SchemaCheck {
  readonly wrong = new Set<string>();
  readonly #types: readonly string[];

  constructor(types: readonly string[]) {
    this.#types = types;
  }

  path(path: Segments, types = this.#types): void {
    for (const type of types) {
      const found = checkPath(type, path);
      if (found.ok) continue;
      const near = found.known.slice(0, 3).join(', ');
      this.wrong.add(`${type} has no ${pathOf(path)}: "${path[found.at]}"${near && `; perhaps ${near}`}`);
    }
  }

  want(want: Want, base: Segments, skip: (head: string) => boolean = () => false): void {
    for (const map of alternatives(want)) {
      for (const [path, requirement] of Object.entries(map)) {
        const segments = parsePath(path);
        if (base.length === 0 && segments[0] !== undefined && skip(segments[0])) continue;
        this.#requirement(requirement, [...base, ...segments]);
      }
    }
  }

  #requirement(requirement: Requirement, path: Segments): void {
    this.path(path);
    const { every, some, count, where } = requirement;
    for (const inner of [every, some, count?.of, where]) if (inner) this.want(inner, [...path, EVERY]);
    const ofList = OF_LIST.some((keyword) => requirement[keyword] !== undefined);
    const ofScalar = Object.keys(requirement).some(
      (keyword) => keyword !== 'absent' && keyword !== 'where' && !OF_LIST.includes(keyword as 'every'),
    );
    for (const type of this.#types) {
      const found = checkPath(type, path);
      if (!found.ok || found.kind === 'any') continue;
      if (ofList && found.kind !== 'list') this.wrong.add(`${pathOf(path)} is no list but ${found.kind}`);
      if (ofScalar && NO_SCALAR.includes(found.kind))
        this.wrong.add(`${pathOf(path)} is no scalar but ${found.kind}`);
      const of = found.kind === 'list' ? checkPath(type, [...path, EVERY]) : found;
      for (const literal of LITERAL.flatMap((keyword) => literalsIn(requirement[keyword]))) {
        this.literal(path, literal, of.ok ? of.kind : 'any', of.ok ? literalsOf(of.schema) : undefined);
      }
    }
  }

  literal(path: Segments, literal: unknown, kind: Kind, known: readonly string[] | undefined): void {
    const at = `${JSON.stringify(literal)} at ${pathOf(path)}`;
    if (known) {
      if (!known.includes(literal as string)) this.wrong.add(`${at} is none of ${known.join(', ')}`);
    } else if (kind === 'boolean' && typeof literal !== 'boolean') this.wrong.add(`${at} is no boolean`);
    else if ((kind === 'string' || kind === 'int64') && typeof literal !== 'string')
      this.wrong.add(`${at} is no text`);
    else if ((kind === 'integer' || kind === 'number') && typeof literal !== 'number')
      this.wrong.add(`${at} is no number`);
  }
}

const literalsIn = (value: unknown): readonly unknown[] =>
  value === undefined || isParam(value)
    ? []
    : Array.isArray(value)
      ? value.filter((one) => !isParam(one))
      : [value];

/** Every path and enum literal of the declaration is one that the API has. */
export function checkSchema({ policy, rows, sceneOf }: Proof): void {
  const types = typesOf(policy) ?? [];
  const check = new SchemaCheck(types);
  const ofView = (head: string) => policy.view !== undefined && Object.hasOwn(policy.view, head);
  for (const want of [policy.want, policy.when]) if (want) check.want(want as Want, [], ofView);
  for (const path of Object.values(policy.at ?? {})) {
    if (typeof path === 'string') check.path(parsePath(path));
    if (typeof path !== 'function') continue;
    for (const row of rows) {
      const asset = sceneOf(row).asset();
      const stated = attempt(() => path(readable(asset)));
      if (!(stated instanceof Unknown)) check.path(parsePath(stated), [asset.type]);
    }
  }
  const repair = typeof policy.repair === 'object' ? policy.repair : {};
  for (const [path, value] of repair.target ? [] : Object.entries(repair.set ?? {})) {
    check.path(parsePath(path));
    for (const type of types) {
      const found = checkPath(type, parsePath(path));
      if (!found.ok || typeof value === 'function') continue;
      for (const literal of literalsIn(value)) {
        check.literal(parsePath(path), literal, found.kind, literalsOf(found.schema));
      }
    }
  }
  if (check.wrong.size > 0) throw new Error([...check.wrong].join('\n'));
}
