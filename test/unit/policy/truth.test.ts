import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Unknown, type Want } from '#policy';
import { BREAKS, HOLDS, MAYBE } from '../../../src/policy/outcome.ts';
import { compileTruth } from '../../../src/policy/truth.ts';
import { compile } from '../../../src/policy/want.ts';
import { holds, UNSAID } from './reference.ts';

const $ = new Unknown('after-apply', 'known after apply');
const frame = { lookup: () => undefined, clock: 0 };
const SCALARS = [true, false, 0, 1, 2, '', 'a', 'b'] as const;

const scalar = fc.constantFrom(...SCALARS);
const scalarRequirement = fc.oneof(
  fc.record({ const: scalar }),
  fc.record({ enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }) }),
  fc.record({ noneOf: fc.uniqueArray(scalar, { maxLength: 2 }) }),
  fc.record({ atLeast: fc.nat(2) }),
  fc.record({ atMost: fc.nat(2) }),
  fc.record({ type: fc.constantFrom('string', 'boolean', 'number') }),
  fc.record({ matches: fc.constantFrom('a', 'b') }),
  fc.record({ absent: fc.boolean() }),
);

/** Maps over the paths the data can have; deeper levels judge elements. */
const wantOf = (depth: number): fc.Arbitrary<Want> => {
  const entries: fc.Arbitrary<[string, object]>[] = [
    fc.tuple(fc.constantFrom('x', 'y', 'o.x'), scalarRequirement),
  ];
  if (depth > 0) {
    const inner = wantOf(depth - 1);
    const where = fc.option(inner, { nil: undefined });
    const bound = fc.option(fc.nat(2), { nil: undefined });
    const drop = (value: object) => JSON.parse(JSON.stringify(value)) as object;
    const count = fc
      .tuple(fc.nat(2), bound, fc.option(inner, { nil: undefined }))
      .map(([atLeast, atMost, of]) => ({ atLeast, atMost, of }));
    const listRequirement = fc.oneof(
      fc.record({ every: inner, where }),
      fc.record({ some: inner, where }),
      fc.record({ count, where }),
      fc.record({ every: inner, some: inner, count }),
    );
    entries.push(fc.tuple(fc.constantFrom('l', 'o.l'), listRequirement.map(drop)));
    entries.push(
      fc.tuple(
        fc.constant('s'),
        fc.oneof(
          fc.record({ containsAll: fc.uniqueArray(scalar, { minLength: 1, maxLength: 2 }) }),
          fc.record({ unique: fc.constant(true) }),
          fc.record({ every: scalarRequirement.map((one) => ({ '.': one })) }),
        ),
      ),
    );
  }
  const map = fc
    .array(fc.oneof(...entries), { minLength: 1, maxLength: 3 })
    .map((list) => Object.fromEntries(list) as Want);
  return fc.oneof(
    { weight: 3, arbitrary: map },
    { weight: 1, arbitrary: fc.array(map, { minLength: 2, maxLength: 3 }).map((maps) => maps as Want) },
  );
};

const optional = { requiredKeys: [] };
const element = fc.record({ x: scalar, y: scalar, s: fc.array(scalar, { maxLength: 2 }) }, optional);
const list = fc.array(element, { maxLength: 3 });
const data = fc.record(
  {
    x: scalar,
    y: scalar,
    l: list,
    s: fc.array(scalar, { maxLength: 3 }),
    o: fc.record({ x: scalar, l: list }, optional),
  },
  optional,
);

type Holder = Record<string, unknown>;

/** Every place in a value, as the keys that lead to it. */
function* places(value: unknown, at: readonly string[] = []): Generator<readonly string[]> {
  if (at.length > 0) yield at;
  if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) yield* places(inner, [...at, key]);
  }
}

const put = (value: unknown, at: readonly string[], to: unknown): unknown => {
  const copy = structuredClone(value) as Holder;
  let here = copy;
  for (const key of at.slice(0, -1)) here = here[key] as Holder;
  if (to === undefined && !Array.isArray(here)) delete here[at.at(-1) as string];
  else here[at.at(-1) as string] = to;
  return copy;
};

/** What could stand where a value is not known. */
const POSSIBLE: readonly unknown[] = [
  undefined,
  ...SCALARS,
  [],
  ['a'],
  [1, 1],
  [{ x: 1, y: 1 }],
  [{ x: 'a' }, { x: 'b', y: 0 }],
  { x: 1, l: [] },
  { x: 'a', y: 'b', l: [{ x: 1 }] },
  {},
];

describe('truth', () => {
  test('over known data it is what a two-valued reading of the want gives', () => {
    fc.assert(
      fc.property(wantOf(2), data, (want, value) => {
        expect(compile(want)(value, frame).truth).toBe(holds(want, value) ? HOLDS : BREAKS);
      }),
      { numRuns: 3000 },
    );
  });

  test('under an unknown it is definite only where every possible world agrees', () => {
    let definite = 0;
    let open = 0;
    fc.assert(
      fc.property(wantOf(2), data, fc.nat(), fc.nat(), (want, value, pick, second) => {
        const all = [...places(value)];
        if (all.length === 0) return;
        const at = all[pick % all.length] as readonly string[];
        const judge = compile(want);
        const { truth, doubts } = judge(put(value, at, $), frame);
        if (truth === MAYBE) {
          open++;
          expect(doubts.length, 'a doubt names what is not known').toBeGreaterThan(0);
          return;
        }
        definite++;
        for (const possible of POSSIBLE) {
          expect(holds(want, put(value, at, possible)) ? HOLDS : BREAKS).toBe(truth);
        }
        // A further unknown elsewhere may only make it less definite.
        const other = all[second % all.length] as readonly string[];
        const inside = at.every((key, i) => other[i] === key) || other.every((key, i) => at[i] === key);
        if (inside) return;
        const both = put(put(value, at, UNSAID), other, UNSAID);
        const less = judge(
          JSON.parse(JSON.stringify(both), (_key, one) => (one === UNSAID ? $ : one)),
          frame,
        ).truth;
        expect([truth, MAYBE]).toContain(less);
      }),
      { numRuns: 6000 },
    );
    expect(definite, 'cases with a definite verdict').toBeGreaterThan(500);
    expect(open, 'cases left unknown').toBeGreaterThan(500);
  });

  test('weighed alone it is that of the full judgement, and what is open is never overlooked', () => {
    let open = 0;
    fc.assert(
      fc.property(wantOf(2), data, fc.nat(), fc.nat(3), (want, value, pick, times) => {
        let marked = value as unknown;
        for (let i = 0; i < times; i++) {
          const all = [...places(marked)];
          if (all.length > 0) marked = put(marked, all[(pick + i) % all.length] as readonly string[], UNSAID);
        }
        const seen = JSON.parse(JSON.stringify(marked), (_key, one) => (one === UNSAID ? $ : one));
        const scale = { ...frame, doubted: false, weighed: new Map(), some: new Map() };
        const { truth, doubts } = compile(want)(seen, frame);
        expect(compileTruth(want)(seen, scale)).toBe(truth);
        if (doubts.length === 0) return;
        open++;
        expect(scale.doubted).toBe(true);
      }),
      { numRuns: 3000 },
    );
    expect(open, 'cases with something unknown').toBeGreaterThan(500);
  });
});
