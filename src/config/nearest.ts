/** Edits (insertions, deletions, replacements, swaps of neighbours) that turn one word into another. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(
        (last[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (last[j - 1] as number) + (same ? 0 : 1),
      );
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) cost = Math.min(cost, (before[j - 2] as number) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[b.length] as number;
}

/** Words of this length and more are too long to be a slip of one of ours. */
const LONGEST = 100;

/** Edits that a slip of the pen makes at most; two names of the inventory that are both right differ by more. */
const SLIP = 2;

/** Whether a word is a known one mistyped: but for its case, or by an edit or two. */
export const isSlip = (typed: string, known: string): boolean =>
  typed.length <= LONGEST && (typed.toLowerCase() === known.toLowerCase() || distance(typed, known) <= SLIP);

/** How far a known name is from what was typed; a beginning of a name counts as near. */
const farness = (typed: string, name: string): number =>
  typed.length >= 3 && name.includes(typed) ? 0.5 : distance(typed, name);

/**
 * The known names a person may have meant, best first: those within a third of the word's length, or that contain
 * it, whatever the case.
 */
export function nearest(typed: string, known: Iterable<string>, most = 3): readonly string[] {
  if (typed.length > LONGEST) return [];
  const word = typed.toLowerCase();
  const allowed = Math.max(1, Math.floor(word.length / 3));
  const near = [...known]
    .map((name) => ({ name, far: farness(word, name.toLowerCase()) }))
    .filter(({ far }) => far <= allowed)
    .sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1));
  return near
    .filter(({ far }) => far <= (near[0]?.far ?? 0) + 1)
    .slice(0, most)
    .map(({ name }) => name);
}

/** "did you mean a or b?", or undefined where nothing known is near. */
export function suggest(typed: string, known: Iterable<string>): string | undefined {
  const near = nearest(typed, known);
  return near.length === 0 ? undefined : `did you mean ${near.join(' or ')}?`;
}
