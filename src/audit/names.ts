import { paramKey, type Settings } from '#policy';
import type { NoticeRow } from '#report';
import { sayContent } from '../inventory/coverage.ts';
import type { Selected } from './selection.ts';
import type { Subjects } from './subjects.ts';

interface Named {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly origin: string;
  readonly environments: string[];
  found: boolean;
}

/**
 * Names in the strategy's parameters that nothing in the evidence has: a policy on what they name would judge nothing,
 * and nobody would notice. A name that stands for several environments must be found in one of them.
 */
export function unmatchedNames(
  selected: readonly Selected[],
  settings: Settings,
  subjects: Subjects,
): NoticeRow[] {
  const all = new Map<string, Named>();
  for (const one of selected) {
    for (const [param, { names: type }] of Object.entries(one.policy.params ?? {})) {
      if (type === undefined) continue;
      const key = paramKey(one.policy.id, param);
      for (const environment of subjects.environmentsOf(one)) {
        const { value, origin } = settings.parameter(environment, key);
        for (const name of Array.isArray(value) ? new Set(value.map(String)) : []) {
          const id = [key, origin, name].join('\0');
          let named = all.get(id);
          if (!named) all.set(id, (named = { key, name, type, origin, environments: [], found: false }));
          if (named.environments.includes(environment)) continue;
          named.environments.push(environment);
          named.found ||= subjects.names(type, environment).has(name);
        }
      }
    }
  }
  return [...all.values()]
    .filter(({ found }) => !found)
    .map(({ key, name, type, origin, environments }) => ({
      code: 'name-unmatched',
      message: `${key} (${origin}) names ${JSON.stringify(name)}, but no ${sayContent(type)} that was read in ${environments.join(', ')} has that name: check its spelling`,
    }));
}
