import { failureOf } from '../../google/failure.ts';
import { causeOf } from './gap.ts';
import { type AssetInventory, type AssetPage, CONTENTS, type Listing, SERVICE } from './inventory.ts';
import type { Missed } from './missed.ts';
import type { Step } from './model.ts';
import { recordLine } from './record.ts';
import { type Records, textOf } from './records.ts';

/** Where what is listed goes. */
export interface Sinks {
  readonly records: Records;
  readonly missed: Missed;
}

/**
 * Lists one content of a scope, a page at a time, from the token of the listing on; a gap where it cannot be listed to
 * its end. A token that an interrupted run left may no longer be taken: the list then begins again.
 */
export async function* listContent(
  inventory: AssetInventory,
  { task, scope, ...listing }: Listing & { readonly task: string; readonly scope: string },
  { records, missed }: Sinks,
): AsyncGenerator<Step> {
  const { parent, content } = listing;
  let { token } = listing;
  for (;;) {
    try {
      const step = stepOf(task, await inventory.page({ ...listing, token }), records);
      yield step;
      if (step.next === null) return;
      token = step.next;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.kind === 'invalid' && token !== undefined && token === listing.token) {
        token = undefined;
        continue;
      }
      const { permission } = CONTENTS[content];
      missed.fail(scope, content, causeOf(failure, { service: SERVICE, permission, place: parent }));
      return;
    }
  }
}

/** A page as lines: what the client made of it is many times their size, and is not kept while they wait. */
function stepOf(task: string, { assets, next }: AssetPage, records: Records): Step {
  const lines = assets.map(recordLine).filter((line) => records.take(line));
  return { task, text: textOf(lines), assets: lines.length, next: next ?? null };
}
