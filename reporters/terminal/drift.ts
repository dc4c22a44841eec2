import {
  type AssetDrift,
  count,
  type Drift,
  type Result,
  saySince,
  sayTurn,
  TURNS,
  type Turn,
  type ValueDrift,
} from '#report';
import { type Page, safe, shortName } from './page.ts';

const RESULTS_SHOWN = 20;
const ASSETS_SHOWN = 20;
const VALUES_SHOWN = 5;
const PROJECTS_SHOWN = 5;

const HEADS: Readonly<Record<Exclude<Turn, 'broke'>, readonly [string, string]>> = {
  restored: ['RESTORED', 'failed before, and passes now'],
  ended: ['NO LONGER', 'failed before, and is gone, out of scope or waived now'],
  lost: ['OUT OF SIGHT', 'was judged before, and cannot be now: neither broken nor kept'],
  regained: ['IN SIGHT AGAIN', 'could not be judged before, and can be now'],
};

/** The promises of which the two snapshots say different things. */
export function* turns({ promises }: Drift, page: Page): Generator<string> {
  if (promises.length === 0) return;
  yield page.heading('PROMISES', 'as a whole, by environment');
  for (const turn of TURNS) {
    const own = promises.filter((one) => one.turn === turn);
    if (own.length === 0) continue;
    const names = own.map(({ policy, environment }) => `${safe(policy)} (${safe(environment)})`);
    yield page.labelled(2, turn, 12, names.join(', '));
  }
}

/** What was restored, ended, lost or regained. */
export function* turned({ results, summary }: Drift, page: Page): Generator<string> {
  for (const [turn, [head, aside]] of Object.entries(HEADS)) {
    const own = results.filter(({ drift }) => drift?.turn === turn);
    const n = summary.results[turn as Turn];
    if (n === 0) continue;
    yield page.heading(`${head}: ${n}`, aside);
    const shown = page.verbose ? own : own.slice(0, RESULTS_SHOWN);
    for (const result of shown) yield* row(result, page);
    const rest = n - shown.length;
    if (rest > 0) yield page.text(2, `and ${rest} more: --all --format json lists all`, page.chalk.dim);
  }
}

function* row(result: Result, page: Page): Generator<string> {
  const { policy, asset, environment, message, drift, reason } = result;
  yield page.text(2, `${safe(policy)} on ${shortName(asset.name)} (${safe(environment)})`, String, 2);
  if (drift) yield page.text(4, sayTurn(drift), page.chalk.dim, 2);
  const said =
    drift?.turn === 'lost' ? (reason ?? message) : `${drift?.turn === 'regained' ? '' : 'was: '}${message}`;
  if (drift?.is === 'pass' && drift.turn === 'regained') return;
  yield page.text(4, safe(said, 300), page.chalk.dim, 2);
}

const SIGN: Readonly<Record<AssetDrift['change'], string>> = { added: '+', removed: '-', changed: '~' };

/** Which assets changed, and how. */
export function* assets({ assets }: Drift, page: Page): Generator<string> {
  if (assets.length === 0) return;
  yield page.heading('ASSETS', `${count(assets.length, 'asset')} + added, - removed, ~ changed`);
  const shown = page.verbose ? assets : assets.slice(0, ASSETS_SHOWN);
  for (const { change, asset, values, since } of shown) {
    const when = since.at === undefined ? '' : saySince(since);
    yield page.text(2, `${SIGN[change]} ${shortName(asset.name)}${when === '' ? '' : ` ${when}`}`, String, 4);
    const some = page.verbose ? values : values.slice(0, VALUES_SHOWN);
    for (const value of some) yield page.text(6, sayValue(value), page.chalk.dim, 2);
    if (values.length > some.length)
      yield page.text(6, `and ${count(values.length - some.length, 'value')} more`, page.chalk.dim);
  }
  const rest = assets.length - shown.length;
  if (rest > 0) yield page.text(2, `and ${rest} more: --verbose or --format json lists all`, page.chalk.dim);
}

const shown = (value: ValueDrift['old']): string =>
  value === null ? 'not set' : typeof value === 'string' ? JSON.stringify(safe(value)) : String(value);

const sayValue = ({ path, old, new: now, redacted }: ValueDrift): string =>
  `${safe(path)}: ${redacted ? 'another value, which is not shown' : `${shown(old)} → ${shown(now)}`}`;

/** What was read in one of the snapshots only. */
export function* unread({ unread }: Drift, page: Page): Generator<string> {
  if (unread.length === 0) return;
  yield page.heading('NOT COMPARED', 'read in one of the two only');
  for (const { type, projects, in: which } of unread) {
    const named = projects.slice(0, PROJECTS_SHOWN).map((project) => safe(project));
    const more = projects.length > named.length ? ` and ${projects.length - named.length} more` : '';
    yield page.text(
      2,
      `${safe(type)} of ${named.join(', ')}${more}: not in the ${which} one`,
      page.chalk.dim,
      2,
    );
  }
}
