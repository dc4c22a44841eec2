import type { Method } from '../core/method.ts';
import { snake } from './message.ts';
import type { Description } from './types.ts';
import type { Strictness } from './violations.ts';

/**
 * Which required fields a request must bring: one that makes something or acts, all; one that replaces, all but the name,
 * which is in the path; a change, those of what it names (https://google.aip.dev/134).
 */
export function strictnessOf(
  { verb }: Method,
  { given, root }: Description,
  query: URLSearchParams,
): Strictness {
  const named = (field: string): string => (root === '' ? field : `${root}.${field}`);
  if (verb === 'POST') return { required: 'everywhere', given };
  if (verb === 'PUT') return { required: 'everywhere', given: [...given, named('name')] };
  if (verb !== 'PATCH') return { given };
  const mask = ['updateMask', 'update_mask'].flatMap((name) => query.getAll(name)).join(',');
  const masked =
    mask === '' ? [] : mask.split(',').map((path) => named(path.split('.').map(snake).join('.')));
  return { required: 'inside', given, masked };
}
