import { existsSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { Located, Locator } from '../inventory/positions/locator.ts';
import type { Finding, NoticeRow, Report, Result, SourcePlace } from '../report/index.ts';

/** Where the source of a plan is. */
export interface SourceOf {
  /** The plan as its findings name it. */
  readonly plan: string;
  /** Folder of the root module, or a binary plan. */
  readonly sources: string;
  /** What is put before the files of a binary plan; told by where they are, where it is left out. */
  readonly root?: string | undefined;
  /** What the plan says of a resource, by its address. */
  readonly planned?: ((address: string) => unknown) | undefined;
}

/**
 * The report with its findings of plans at the lines of Terraform source that they are about. Nothing is read where no
 * finding is of a plan. A file that cannot be read costs nearness and is told as a notice; it never fails the run.
 * @throws PinkyError E_PLAN_SOURCES where what was given is no source of a plan
 */
export async function placed(report: Report, given: readonly SourceOf[]): Promise<Report> {
  const byPlan = new Map(given.map((one) => [one.plan, one]));
  const isPlaced = ({ source }: Finding) => source.quality === 'plan' && byPlan.has(source.uri);
  const concerned = (result: Result) => byPlan.has(result.origin.uri) || result.findings.some(isPlaced);
  if (!report.results.some(concerned)) return report;
  const opened = new Map<string, Opened>();
  for (const one of given) if (!opened.has(one.plan)) opened.set(one.plan, await open(one));
  const results = report.results.map((result) => {
    if (!concerned(result)) return result;
    const { address } = result.asset;
    const head = address === undefined ? undefined : opened.get(result.origin.uri)?.locate(address, '');
    const { uri, line, column } = head ?? result.origin;
    const origin = { uri, ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
    const findings = result.findings.map((finding) => {
      const { source } = finding;
      const { address = '', path } = source;
      const place = isPlaced(finding) ? opened.get(source.uri)?.locate(address, path) : undefined;
      return place ? { ...finding, source: { ...place, path, address: source.address } } : finding;
    });
    return new PlacedResult(result, origin, findings) as unknown as Result;
  });
  const notices = [...opened.values()].flatMap((one) => one.notices());
  return { ...report, results, notices: [...report.notices, ...notices] };
}

/** A result at another place; what is made when it is first read stays so. */
class PlacedResult {
  readonly #of: Result;

  constructor(result: Result, origin: Result['origin'], findings: Result['findings']) {
    this.#of = result;
    const copy = this as Record<string, unknown>;
    for (const name of Object.keys(result)) {
      if (name === 'message' || name === 'fingerprint' || name === 'repair')
        Object.defineProperty(this, name, PlacedResult.#LAZY[name]);
      else if (name === 'origin') copy[name] = origin;
      else if (name === 'findings') copy[name] = findings;
      else copy[name] = result[name as keyof Result];
    }
  }

  /** One getter for all results: copies that each bring their own are slow to make and to read. */
  static #lazy(name: 'message' | 'fingerprint' | 'repair'): PropertyDescriptor & ThisType<PlacedResult> {
    return {
      enumerable: true,
      get() {
        return this.#of[name];
      },
    };
  }

  static readonly #LAZY = {
    message: PlacedResult.#lazy('message'),
    fingerprint: PlacedResult.#lazy('fingerprint'),
    repair: PlacedResult.#lazy('repair'),
  };
}

/** Where something stands, whatever it is called there. */
type Where = Omit<SourcePlace, 'path' | 'address'>;

/** The source of one plan, with files named as a person finds them. */
class Opened {
  readonly #locator: Locator;
  readonly #name: (file: string) => string;
  readonly #planned: SourceOf['planned'];
  /** By address, then by path. */
  readonly #known = new Map<string, Map<string, Where | undefined>>();

  constructor(locator: Locator, name: (file: string) => string, planned: SourceOf['planned']) {
    this.#locator = locator;
    this.#name = name;
    this.#planned = planned;
  }

  /** A resource has many results, and they tell its place again and again. */
  locate(address: string, path: string): Where | undefined {
    let known = this.#known.get(address);
    if (!known) this.#known.set(address, (known = new Map()));
    let place = known.get(path);
    if (!place && !known.has(path)) {
      const found = this.#locator.locate(address, path, this.#planned?.(address));
      known.set(path, (place = found && this.#told(found)));
    }
    return place;
  }

  #told({ file, line, column, endLine, endColumn, quality, related }: Located): Where {
    const where = { uri: this.#name(file), line, column, endLine, endColumn, quality };
    if (related.length === 0) return where;
    const others = related.map(({ message, file: uri, line: row, column: at }) => ({
      message,
      uri: this.#name(uri),
      line: row,
      column: at,
    }));
    return { ...where, related: others };
  }

  notices(): readonly NoticeRow[] {
    return [...this.#locator.broken].map(([file, line]) => ({
      code: 'source-unreadable',
      message:
        'does not parse as Terraform source from here on: findings in it may point at no more than a block',
      uri: this.#name(file),
      line,
    }));
  }
}

async function open({ sources, root, planned }: SourceOf): Promise<Opened> {
  const [{ Locator }, { readHcl }, { readTfJson }] = await Promise.all([
    import('../inventory/positions/locator.ts'),
    import('../inventory/positions/hcl.ts'),
    import('../inventory/positions/tf-json.ts'),
  ]);
  const readers = { native: readHcl, json: readTfJson };
  const folder = isFolder(sources);
  const tree = folder
    ? (await import('../inventory/positions/folder.ts')).folderSources(sources)
    : (await import('../inventory/positions/binary-plan.ts')).binaryPlanSources(sources);
  const prefix = root ?? (folder ? sources : besides(sources, tree.files('', '.')));
  const base = slashed(prefix);
  const names = new Map<string, string>();
  const name = (file: string): string => {
    let known = names.get(file);
    if (known === undefined) names.set(file, (known = posix.join(base, file)));
    return known;
  };
  return new Opened(new Locator(tree, readers), name, planned);
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

const slashed = (path: string): string => path.replaceAll('\\', '/').replace(/^\.\/(?=.)/, '');

/** A plan is mostly written in the folder it was made in; where its files are not there, they are named as they are. */
function besides(plan: string, files: readonly string[]): string {
  const folder = dirname(plan);
  return files.some((file) => existsSync(join(folder, file))) ? folder : '.';
}
