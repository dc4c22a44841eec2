import type { Alert } from './alerts.ts';
import { blockOf } from './fingerprint.ts';
import { grouped } from './grouped.ts';
import { inert } from './inert.ts';
import { isNew } from './known.ts';
import { clip } from './layout.ts';
import { marksOf } from './marks.ts';
import type { AssetRow } from './model.ts';
import { byCodeUnit } from './order.ts';

/** Longer names and sentences are shown by their beginning. */
const LONGEST_NAME = 160;
const LONGEST = 560;
const NAMED = 5;
const SAID = 3;

type Instance = Alert['instances'][number];

/** Text of the evidence as it may be printed: inert, and not without end. */
export const safe = (text: string, columns = LONGEST): string => clip(inert(text), columns);

/** An asset as a person names it: by its Terraform address, else without the host that its type already tells. */
export const assetName = ({ name, address }: Pick<AssetRow, 'name' | 'address'>, ofCode = false): string =>
  safe((ofCode || name === '') && address ? address : name.replace(/^\/\/[^/]+\//, ''), LONGEST_NAME);

/** `1 result`, `2 results`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;

/** What an alert says, sentence by sentence without full stops: the first names the resource and what is wrong. */
export function sentencesOf({ instances, spot }: Alert): string[] {
  const ofCode = spot.quality !== 'record' && spot.quality !== 'anchor';
  const nameOf = ({ result, finding }: Instance) => nameIn(result.asset, finding.source.address, ofCode);
  const names = [...new Set(instances.map(nameOf))];
  const blocks = [...new Set(names.map((name) => (ofCode ? blockOf(name) : name)))];
  const [first = ''] = names;
  const subject =
    names.length === 1
      ? first
      : blocks.length === 1
        ? `${blocks[0]} (${names.length} instances)`
        : `${first} and ${names.length - 1} more`;
  const messages = [...new Set(instances.map(({ result, finding }) => sayFinding(result.asset, finding)))];
  const environments = [...new Set(instances.map(({ result }) => result.environment))].sort(byCodeUnit);
  const standing = standingOf(instances, nameOf);
  const others = blocks.length === 1 && names.length > 1 ? names : names.slice(1);
  return [
    `${subject}: ${messages[0]}`,
    ...messages.slice(1, SAID).map((message) => `Also: ${message}`),
    ...(messages.length > SAID ? [`And ${messages.length - SAID} more like it`] : []),
    ...(standing.parts.length > 0
      ? standing.parts
      : others.length > 0
        ? [`${blocks.length === 1 ? 'Instances' : 'The others'}: ${listed(others)}`]
        : []),
    `Environment: ${environments.map((name) => safe(name, LONGEST_NAME)).join(', ')}`,
    ...standing.marks,
  ];
}

/**
 * What sets the instances of an alert apart. A mark that all have is said of the alert, any other names whose it is; where
 * the baseline holds only some, `parts` says which, and which are new.
 */
function standingOf(
  instances: readonly Instance[],
  nameOf: (one: Instance) => string,
): { readonly parts: readonly string[]; readonly marks: readonly string[] } {
  const names = new Map(instances.map((one) => [one, nameOf(one)]));
  const all = tallied(names.values());
  const listedOf = (own: readonly Instance[]): string => {
    const here = tallied(own.map((one) => names.get(one) as string));
    const told = own.map((one) => {
      const name = names.get(one) as string;
      // What has something of either kind is told apart by what is wrong.
      return here.get(name) === all.get(name)
        ? name
        : `${name} (${sayFinding(one.result.asset, one.finding)})`;
    });
    return listed([...new Set(told)]);
  };
  const known = instances.filter(({ finding }) => finding.baselined);
  const isSplit = known.length > 0 && known.length < instances.length;
  const groups = grouped(instances, ({ finding: { waiver, baselined, presence }, result }) =>
    marksOf({ waiver, presence, baselined: isSplit ? undefined : baselined }, result).join('; '),
  );
  groups.delete('');
  const fresh = instances.filter(({ finding }) => isNew(finding));
  return {
    parts: isSplit
      ? [...(fresh.length > 0 ? [`New: ${listedOf(fresh)}`] : []), `In the baseline: ${listedOf(known)}`]
      : [],
    marks: [...groups].map(([mark, own]) => {
      const whose = own.length === instances.length ? '' : ` (${listedOf(own)})`;
      return `${safe(capital(mark))}${whose}`;
    }),
  };
}

function tallied(texts: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function nameIn(asset: AssetRow, address: string | undefined, ofCode: boolean): string {
  return assetName(
    asset.address === undefined && address !== undefined ? { ...asset, address } : asset,
    ofCode,
  );
}

function sayFinding(subject: AssetRow, { asset, message }: Instance['finding']): string {
  const holder = asset && asset.name !== subject.name ? `in ${assetName(asset)}, ` : '';
  return `${holder}${safe(message)}`.replace(/[.\s]+$/, '');
}

const listed = (names: readonly string[]): string =>
  `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
