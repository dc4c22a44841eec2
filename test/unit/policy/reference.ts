import type { Requirement, Want } from '#policy';

/** Stands for an unknown value while test data is copied as JSON. */
export const UNSAID = '\u0000unsaid';

const at = (value: unknown, path: string): unknown => {
  if (path === '.') return value ?? undefined;
  let here = value;
  for (const name of path.split('.')) {
    if (typeof here !== 'object' || here === null || !(name in here)) return undefined;
    here = (here as Record<string, unknown>)[name];
  }
  return here ?? undefined;
};

const size = (value: unknown): number =>
  typeof value === 'number' ? value : typeof value === 'string' && value !== '' ? Number(value) : Number.NaN;

const between = (n: number, low: number, high: number) => n >= low && n <= high;

function meets(requirement: Requirement, value: unknown): boolean {
  const { every, some, count, where, containsAll, unique, absent } = requirement;
  if (absent !== undefined) return absent === (value === undefined);
  if (every || some || count || containsAll || unique) {
    if (!Array.isArray(value)) return false;
    const inside = where ? value.filter((one) => holds(where, one)) : value;
    const matching = count ? inside.filter((one) => (count.of ? holds(count.of, one) : true)).length : 0;
    return (
      (!every || inside.every((one) => holds(every, one))) &&
      (!some || inside.some((one) => holds(some, one))) &&
      (!count || between(matching, Number(count.atLeast ?? 0), Number(count.atMost ?? 1e9))) &&
      (!containsAll || (containsAll as unknown[]).every((one) => value.includes(one))) &&
      (!unique || new Set(value).size === value.length)
    );
  }
  if (value === undefined || typeof value === 'object') return false;
  const { const: only, enum: choices, noneOf, atLeast, atMost, type, matches } = requirement;
  return (
    (only === undefined || value === only) &&
    (choices === undefined || (choices as unknown[]).includes(value)) &&
    (noneOf === undefined || !(noneOf as unknown[]).includes(value)) &&
    (atLeast === undefined || size(value) >= size(atLeast)) &&
    (atMost === undefined || size(value) <= size(atMost)) &&
    (type === undefined || typeof value === type) &&
    (matches === undefined || (typeof value === 'string' && value.includes(matches as string)))
  );
}

/** A plain two-valued reading of a want over known data: what the engine is compared with. */
export function holds(want: Want, value: unknown): boolean {
  const maps = (Array.isArray(want) ? want : [want]) as readonly Record<string, Requirement>[];
  return maps.some((map) =>
    Object.entries(map).every(([path, requirement]) => meets(requirement, at(value, path))),
  );
}
