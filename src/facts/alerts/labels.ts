import { wholeMatch } from './pattern.ts';

/** How a label is compared; `in` is equality with one of the values. */
export type Comparison = 'in' | 'contains' | 'starts' | 'ends' | 'matches' | '<' | '<=' | '>' | '>=';

/** What series a condition takes, whatever language said so. Keys are `metric.type`, `resource.type`, `project`, or
 * the bare label name, since metric and resource labels of one series never share a name. */
export type Filter =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | {
      readonly kind: 'test';
      readonly key: string;
      readonly how: Comparison;
      readonly values: readonly string[];
    };

/** Label values of one series; a label with two spellings (project id and number) lists both. */
export type Labels = Readonly<Record<string, string | readonly string[]>>;

export const all = (of: readonly Filter[]): Filter => ({ kind: 'all', of });
export const not = (of: Filter): Filter => ({ kind: 'not', of });
export const test = (key: string, how: Comparison, ...values: readonly string[]): Filter => ({
  kind: 'test',
  key,
  how,
  values,
});

function holds(how: Comparison, label: string, wanted: string): boolean {
  switch (how) {
    case 'in':
      return label === wanted;
    case 'contains':
      return label.includes(wanted);
    case 'starts':
      return label.startsWith(wanted);
    case 'ends':
      return label.endsWith(wanted);
    case 'matches':
      return wholeMatch(wanted).test(label);
    default: {
      const [a, b] = [Number(label), Number(wanted)];
      const below = Number.isNaN(a) || Number.isNaN(b) ? label < wanted : a < b;
      const same = label === wanted || a === b;
      if (how === '<') return below && !same;
      if (how === '<=') return below || same;
      return how === '>' ? !below && !same : !below;
    }
  }
}

/**
 * Whether a filter takes the series with these labels; undefined where that hangs on a label not among them.
 * @throws Unknown for a regular expression that cannot be evaluated.
 */
export function admits(filter: Filter, labels: Labels): boolean | undefined {
  if (filter.kind === 'test') {
    const label = labels[filter.key];
    if (label === undefined) return undefined;
    const spellings = typeof label === 'string' ? [label] : label;
    return filter.values.some((wanted) => spellings.some((one) => holds(filter.how, one, wanted)));
  }
  if (filter.kind === 'not') {
    const inner = admits(filter.of, labels);
    return inner === undefined ? undefined : !inner;
  }
  const decisive = filter.kind === 'any';
  let open = false;
  for (const one of filter.of) {
    const truth = admits(one, labels);
    if (truth === decisive) return decisive;
    if (truth === undefined) open = true;
  }
  return open ? undefined : !decisive;
}

/** The labels a filter tests. */
export function keysOf(filter: Filter, into: Set<string> = new Set()): Set<string> {
  if (filter.kind === 'test') into.add(filter.key);
  else if (filter.kind === 'not') keysOf(filter.of, into);
  else for (const one of filter.of) keysOf(one, into);
  return into;
}

function conjuncts(filter: Filter): readonly Filter[] {
  return filter.kind === 'all' ? filter.of.flatMap(conjuncts) : [filter];
}

/** The filter without those of its conjuncts that test one of the keys. */
export function without(filter: Filter, keys: ReadonlySet<string>): Filter {
  return all(conjuncts(filter).filter((one) => ![...keysOf(one)].some((key) => keys.has(key))));
}

/** One spelling of a filter for comparing two: conjuncts and values sorted. */
export function spelled(filter: Filter): string {
  const sorted = (one: Filter): unknown => {
    if (one.kind === 'test') return [one.key, one.how, [...one.values].sort()];
    if (one.kind === 'not') return ['not', sorted(one.of)];
    return [one.kind, ...one.of.map((inner) => JSON.stringify(sorted(inner))).sort()];
  };
  return JSON.stringify([...new Set(conjuncts(filter).map((one) => JSON.stringify(sorted(one))))].sort());
}

/** The one value a filter demands of a label, among its conjuncts; undefined where there is none. */
export function demanded(filter: Filter, key: string): string | undefined {
  for (const one of conjuncts(filter)) {
    if (one.kind === 'test' && one.key === key && one.how === 'in' && one.values.length === 1) {
      return one.values[0];
    }
  }
  return undefined;
}
