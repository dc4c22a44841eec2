import { existsSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import type { Locate } from '../audit/index.ts';
import type { PlannedVariables } from '../inventory/positions/given-values.ts';
import type { Located, Locator } from '../inventory/positions/locator.ts';
import type { WaiverComment, waiverComments } from '../inventory/positions/waiver-comments.ts';
import type { NoticeRow } from '../report/index.ts';

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
  /** What the plan says of the variables of its root module. */
  readonly variables?: PlannedVariables | undefined;
}

/**
 * Opens the sources of plans, by the names of the plans.
 * @throws PinkyError E_PLAN_SOURCES where what was given is no source of a plan
 */
export async function openSources(given: readonly SourceOf[]): Promise<ReadonlyMap<string, Opened>> {
  const opened = new Map<string, Opened>();
  for (const one of given) if (!opened.has(one.plan)) opened.set(one.plan, await open(one));
  return opened;
}

/** Where something stands, whatever it is called there. */
type Where = NonNullable<ReturnType<Locate>>;

/** The source of one plan, with files named as a person finds them. */
export class Opened {
  readonly #locator: Locator;
  readonly #comments: typeof waiverComments;
  readonly #name: (file: string) => string;
  readonly #planned: SourceOf['planned'];
  /** By address, then by path. */
  readonly #known = new Map<string, Map<string, Where | undefined>>();

  constructor(
    locator: Locator,
    comments: typeof waiverComments,
    name: (file: string) => string,
    planned: SourceOf['planned'],
  ) {
    this.#locator = locator;
    this.#comments = comments;
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

  /** The waivers that stand in the files of the repository, with their files. */
  waivers(): readonly { uri: string; comment: WaiverComment }[] {
    return [...this.#locator.texts()].flatMap(({ file, text }) =>
      file.endsWith('.json')
        ? []
        : this.#comments(file, text).map((comment) => ({ uri: this.#name(file), comment })),
    );
  }

  /** What is to be said of files in which something was looked for. */
  notices(): readonly NoticeRow[] {
    if (this.#known.size === 0) return [];
    return [...this.#foreign(), ...this.#broken()];
  }

  /** Of a source in which nothing of the plan was found at all. */
  #foreign(): readonly NoticeRow[] {
    const places = [...this.#known.values()].flatMap((paths) => [...paths.values()]);
    if (places.some((place) => place !== undefined && place.quality !== 'module')) return [];
    const message = `holds none of the ${this.#known.size} resources that were looked for: give --plan-sources the folder of the plan's own root module, or its binary plan`;
    return [{ code: 'source-of-another-plan', message, uri: this.#name('.') }];
  }

  #broken(): readonly NoticeRow[] {
    return [...this.#locator.broken].map(([file, line]) => ({
      code: 'source-unreadable',
      message:
        'does not parse as Terraform source from here on: findings in it may point at no more than a block',
      uri: this.#name(file),
      line,
    }));
  }
}

async function open({ sources, root, planned, variables = {} }: SourceOf): Promise<Opened> {
  const [{ Locator }, { readHcl }, { readTfJson }, comments, { GivenValues }, { folderSources, valueTexts }] =
    await Promise.all([
      import('../inventory/positions/locator.ts'),
      import('../inventory/positions/hcl.ts'),
      import('../inventory/positions/tf-json.ts'),
      import('../inventory/positions/waiver-comments.ts'),
      import('../inventory/positions/given-values.ts'),
      import('../inventory/positions/folder.ts'),
    ]);
  const readers = { native: readHcl, json: readTfJson };
  const folder = isFolder(sources);
  const tree = folder
    ? folderSources(sources)
    : (await import('../inventory/positions/binary-plan.ts')).binaryPlanSources(sources);
  const prefix = root ?? (folder ? sources : besides(sources, tree.files('', '.')));
  const stands = folder || tree.files('', '.').some((file) => existsSync(join(prefix, file)));
  const given = new GivenValues(() => (stands ? valueTexts(prefix) : []), variables, readers);
  const base = slashed(prefix);
  const names = new Map<string, string>();
  const name = (file: string): string => {
    let known = names.get(file);
    if (known === undefined) names.set(file, (known = posix.join(base, file)));
    return known;
  };
  return new Opened(new Locator(tree, readers, given), comments.waiverComments, name, planned);
}

const isFolder = (path: string): boolean => existsSync(path) && statSync(path).isDirectory();

const slashed = (path: string): string => path.replaceAll('\\', '/').replace(/^\.\/(?=.)/, '');

/** A plan is mostly written in the folder it was made in; where its files are not there, they are named as they are. */
function besides(plan: string, files: readonly string[]): string {
  const folder = dirname(plan);
  return files.some((file) => existsSync(join(folder, file))) ? folder : '.';
}
