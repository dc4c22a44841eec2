import { suggest } from '../config/nearest.ts';
import { isDate } from '../config/validate.ts';
import { PinkyError } from '../errors.ts';
import type { WaiverComment } from '../inventory/positions/waiver-comments.ts';
import type { Waiver } from '../policy/settings.ts';
import type { Opened } from './opened.ts';

const NEEDED = ['until', 'owner', 'reason'] as const;
const EXAMPLE = 'write `# pinky-audit:waive POLICY until=YYYY-MM-DD owner=NAME reason="..."`';

/**
 * The waivers that stand in the source of plans, on or directly above what they are about. One covers what a finding
 * tells of the lines of its block or attribute, in every instance of it.
 * @param policies ids that are known
 * @throws AggregateError of an E_WAIVER for each that is not written as it must be
 */
export function inlineWaivers(
  opened: ReadonlyMap<string, Opened>,
  policies: ReadonlySet<string>,
): readonly Waiver[] {
  const written = [...opened.values()].flatMap((source) => source.waivers());
  const mistakes = written.flatMap(({ uri, comment }) => mistakesOf(uri, comment, policies));
  if (mistakes.length > 0) throw new AggregateError(mistakes, `${mistakes.length} waivers have mistakes`);
  return written.map(({ uri, comment }): Waiver => {
    const { policy, given, target, line } = comment as Required<WaiverComment>;
    const [until, owner, reason] = NEEDED.map((name) => given.get(name)) as [string, string, string];
    const { first, last, block, path } = target as NonNullable<typeof target>;
    return {
      policy: policy as string,
      asset: block,
      ...(path !== '' && { path }),
      reason,
      owner,
      until,
      place: { uri, line },
      covers: ({ uri: file, line: at = 0 }) => file === uri && first <= at && at <= last,
    };
  });
}

function mistakesOf(
  uri: string,
  { line, misspelt, policy, given, target }: WaiverComment,
  policies: ReadonlySet<string>,
): readonly PinkyError[] {
  const refuse = (message: string, hint = EXAMPLE) =>
    new PinkyError('E_WAIVER', message, { place: { uri, line }, hint });
  if (misspelt !== undefined) return [refuse(`"${misspelt}" is no waiver: it is spelt pinky-audit:waive`)];
  if (policy === undefined) return [refuse('the waiver names no policy')];
  if (!policies.has(policy))
    return [refuse(`the waiver names "${policy}", which is no policy`, suggest(policy, policies))];
  const missing = NEEDED.filter((name) => !given.get(name));
  if (missing.length > 0) return [refuse(`the waiver of ${policy} has no ${missing.join(' and no ')}`)];
  const strange = [...given.keys()].find((name) => !(NEEDED as readonly string[]).includes(name));
  if (strange !== undefined)
    return [refuse(`the waiver of ${policy} has "${strange}"; known are ${NEEDED.join(', ')}`)];
  if (!isDate(given.get('until') as string))
    return [refuse(`the waiver of ${policy} ends on "${given.get('until')}", which is no day YYYY-MM-DD`)];
  if (!target)
    return [
      refuse(
        `the waiver of ${policy} stands at no block and no attribute`,
        'put it on the line of one, or directly above it',
      ),
    ];
  return [];
}
