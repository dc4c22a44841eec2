import { audit, compared } from '../audit/index.ts';
import type { Configuration } from '../config/load.ts';
import { PinkyError } from '../errors.ts';
import type { FileSet } from '../inventory/file-set.ts';
import { EVERYTHING, needsOf } from '../inventory/needs.ts';
import { type Reading, readSnapshots, type Snapshot } from '../inventory/snapshot.ts';
import { type Contents, Inventory } from '../inventory/world.ts';
import type { Policy } from '../policy/define.ts';
import type { BaselineEntry } from '../policy/settings.ts';
import type { Report } from '../report/model.ts';
import { inlineWaivers } from './inline-waivers.ts';
import { openSources } from './opened.ts';
import { about } from './package.ts';
import { locateIn } from './positions.ts';

/** A plan, and where the source it was made from is. */
export interface PlanRequest {
  readonly path: string;
  /** Folder of the root module, or the binary plan; that of a plan which is binary itself is its own. */
  readonly sources?: string | undefined;
  readonly root?: string | undefined;
}

/** One audit: what is judged, by what, and from which moment. */
export interface Request {
  readonly configuration: Configuration;
  readonly policies: readonly Policy[];
  /** The globs by which they were chosen, where there were any. */
  readonly selectedBy?: readonly string[] | undefined;
  readonly snapshots: readonly FileSet[];
  readonly images: readonly string[];
  /** A checked out repository. */
  readonly repo?: string | undefined;
  readonly plans?: readonly PlanRequest[] | undefined;
  /** Milliseconds since 1970; the present where it is not given. */
  readonly now?: number | undefined;
  /** Judge from the moment the evidence was gathered, where it tells. */
  readonly asRead?: boolean | undefined;
  readonly environment?: string | undefined;
  readonly all?: boolean | undefined;
  /** Entries of the baseline. */
  readonly baseline?: readonly BaselineEntry[] | undefined;
  /** What they become by a report; the run is then judged by that. */
  readonly update?: ((report: Report, clock: number) => readonly BaselineEntry[]) | undefined;
  /** The snapshots hold every asset type (`--snapshot-complete`). */
  readonly complete?: boolean | undefined;
  readonly reading?: Reading | undefined;
  /** Keep assets of every type, not only of those that the policies read. */
  readonly everything?: boolean | undefined;
  /** Takes what was judged, for whoever compares it with something else. */
  readonly seen?: ((world: Inventory, snapshot: Snapshot) => void) | undefined;
}

/**
 * Reads the sources and judges them.
 * @throws AggregateError of PinkyErrors where no source holds a single record: there is nothing to report on
 */
export async function judge(request: Request): Promise<Report> {
  const { configuration, policies } = request;
  const { settings } = configuration;
  const images = await readImages(request.images);
  const repos = await readRepos(request.repo);
  const given = [...images, ...repos];
  const plans = await readPlans(request);
  const opened = await openSources(plans?.origins ?? []);
  const known = new Set(configuration.policies.map(({ id }) => id));
  const agreed = { ...settings, waivers: [...settings.waivers, ...inlineWaivers(opened, known)] };
  const snapshot = await readSnapshots(
    request.snapshots,
    request.everything ? EVERYTHING : needsOf(policies),
    request.reading,
  );
  const sources = [...snapshot.sources, ...(plans?.sources ?? []), ...given.map(({ source }) => source)];
  if (given.length === 0 && !plans && isNothing(snapshot)) throw nothingRead(snapshot);
  const readAt = request.asRead ? snapshot.sources[0]?.readTime : undefined;
  const now = readAt === undefined ? request.now : Date.parse(readAt);
  const read = () => ({
    assets: [...snapshot.assets, ...given.flatMap(({ assets }) => assets)],
    iam: snapshot.iam,
    iamPlaces: snapshot.iamPlaces,
    ancestry: snapshot.ancestry,
    evidence: [...snapshot.evidence, ...given.map(({ evidence }) => evidence)],
    types: settings.snapshot.types,
    complete: request.complete || configuration.complete,
  });
  const { name, version } = about();
  const clock = now ?? Date.now();
  const judged = (contents: Contents, baseline: readonly BaselineEntry[] | undefined) => {
    const world = new Inventory(contents);
    request.seen?.(world, snapshot);
    return audit({
      tool: { name, version },
      world,
      policies,
      settings: agreed,
      clock,
      baseline,
      sources,
      problems: [...snapshot.problems, ...repos.flatMap(({ problems }) => problems)].map(
        ({ code, message, uri, line, hint }) => ({
          code,
          message,
          uri,
          ...(line !== undefined && { line }),
          ...(hint !== undefined && { hint }),
        }),
      ),
      notices: [...snapshot.notices, ...(plans?.notices ?? [])],
      iamCounts: snapshot.iamCounts,
      locate: locateIn(opened),
      unmapped: plans?.unmapped,
      options: {
        environment: request.environment,
        all: request.all,
        clockGiven: now !== undefined,
        selectedBy: request.selectedBy,
      },
    });
  };
  const judgeBy = (baseline: readonly BaselineEntry[] | undefined): Report => {
    if (!plans) return judged(read(), baseline);
    // The cloud first: worlds share the assets of snapshots, and each gives them their place in itself.
    const cloud = request.snapshots.length > 0 ? judged(read(), baseline) : undefined;
    const laid = plans.over(read());
    const report = judged(laid.contents, baseline);
    return cloud ? compared(report, cloud, laid.planned) : report;
  };
  const first = judgeBy(request.baseline);
  const report = request.update ? judgeBy(request.update(first, clock)) : first;
  // Only now is it known which files were asked for.
  const unreadable = [...opened.values()].flatMap((one) => one.notices());
  return unreadable.length === 0 ? report : { ...report, notices: [...report.notices, ...unreadable] };
}

async function readImages(given: readonly string[]) {
  if (given.length === 0) return [];
  const { readImage } = await import('../inventory/image/read.ts');
  return Promise.all(given.map(readImage));
}

async function readRepos(given: string | undefined) {
  if (given === undefined) return [];
  const { readRepo } = await import('../inventory/repo/read.ts');
  return [await readRepo(given)];
}

async function readPlans(request: Request) {
  if (!request.plans?.length) return undefined;
  const planned = await import('./planned.ts');
  return planned.readPlans(request.plans, request);
}

/** Whether what was given was of a wrong kind and nothing else was there. */
const isNothing = ({ assets, iamCounts, problems }: Snapshot): boolean =>
  assets.length === 0 && iamCounts.size === 0 && problems.some(({ code }) => code.startsWith('E_INPUT_'));

const nothingRead = ({ problems }: Snapshot) =>
  new AggregateError(
    problems.map(
      ({ code, message, uri, line, column, hint }) =>
        new PinkyError(code, message, { place: { uri, line, column }, ...(hint !== undefined && { hint }) }),
    ),
    'nothing could be read',
  );
