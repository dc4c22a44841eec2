import { unreadable } from './tokens.ts';

/** Backtracking grows with the power of the unbounded repetitions; three over a name of 100 characters stay cheap. */
const MAX_REPETITIONS = 3;
const compiled = new Map<string, RegExp>();

/**
 * The regular expression (RE2, as Monitoring uses it) that must match a whole value. Only what JavaScript reads alike
 * and cannot be slow at is taken: no repeated group, no look-around, few repetitions.
 * @throws Unknown for any other.
 */
export function wholeMatch(source: string): RegExp {
  const known = compiled.get(source);
  if (known) return known;
  const insensitive = source.startsWith('(?i)');
  const body = insensitive ? source.slice(4) : source;
  const bare = body.replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x');
  const repetitions = bare.match(/[*+]|\{\d*,?\d*\}/g)?.length ?? 0;
  const odd = /\)[*+{]/.test(bare) || /\(\?(?!:)/.test(bare) || /\\[1-9pPQkAzC]/.test(body);
  if (odd || repetitions > MAX_REPETITIONS || body.length > 500) {
    throw unreadable(`the regular expression "${source.slice(0, 60)}" is not evaluated`);
  }
  try {
    const made = new RegExp(`^(?:${body})$`, insensitive ? 'i' : '');
    if (compiled.size < 1000) compiled.set(source, made);
    return made;
  } catch {
    throw unreadable(`"${source.slice(0, 60)}" is not a regular expression`);
  }
}
