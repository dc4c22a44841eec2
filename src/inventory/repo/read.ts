import { type Asset, holdsUnknown, Unknown } from '#policy';
import { makeAsset } from '../asset.ts';
import type { Evidence } from '../coverage.ts';
import { REPO_TYPES } from '../types/repo.ts';
import { readCloudBuild } from './cloudbuild.ts';
import { readDockerfile } from './dockerfile.ts';
import { RepoFiles } from './files.ts';
import { isOwnGate } from './own-gate.ts';
import { readRepository } from './repository.ts';
import { startShell } from './shell.ts';
import { readWorkflow } from './workflow.ts';
import { FileError, type Span } from './yaml.ts';

/** The types under which a repository's parts are assets. */
const TYPES = {
  repository: 'repo.git/Repository',
  dockerfile: 'repo.docker/Dockerfile',
  cloudbuild: 'repo.cloudbuild/Config',
  workflow: 'repo.github/Workflow',
} as const;

/** What keeps a file from being read, as a report's error row. */
export interface RepoProblem {
  readonly code: 'E_REPO_FILE';
  readonly message: string;
  readonly uri: string;
  readonly line?: number;
  readonly hint: string;
}

/** What `--repo` gave. */
export interface RepoEvidence {
  readonly assets: readonly Asset[];
  readonly source: { readonly kind: 'repo'; readonly uri: string; readonly assets: number };
  readonly evidence: Evidence;
  readonly problems: readonly RepoProblem[];
}

const KINDS = [
  [TYPES.dockerfile, /(^|\/)(Dockerfile|Containerfile)(\.[^/]+)?$|\.dockerfile$/i],
  [TYPES.cloudbuild, /(^|\/)\.?cloudbuild[^/]*\.(ya?ml|json)$/i],
  [TYPES.workflow, /^\.github\/workflows\/[^/]+\.ya?ml$/],
] as const;

/**
 * Reads the Dockerfiles, Cloud Build configurations and GitHub workflows of a repository, each as one asset, and the
 * repository itself. A file that cannot be read is an asset of which nothing is known, and a problem.
 *
 * @throws PinkyError E_REPO_… that names the folder
 */
export async function readRepo(root: string): Promise<RepoEvidence> {
  const files = await RepoFiles.open(root);
  await startShell();
  const reader = new Reader(files);
  for (const path of files.files.keys()) {
    if (path.includes('node_modules/')) continue;
    const kind = KINDS.find(([, names]) => names.test(path));
    if (kind && !/\.dockerignore$/i.test(path)) reader.read(kind[0], path);
  }
  reader.repository();
  const { assets, problems } = reader;
  return {
    assets,
    problems,
    source: { kind: 'repo', uri: root, assets: assets.length },
    evidence: evidenceOf(root),
  };
}

class Reader {
  readonly assets: Asset[] = [];
  readonly problems: RepoProblem[] = [];
  readonly #pipelines: string[] = [];
  readonly #files: RepoFiles;

  constructor(files: RepoFiles) {
    this.#files = files;
  }

  read(type: (typeof KINDS)[number][0], path: string): void {
    const isDockerfile = type === TYPES.dockerfile;
    try {
      const text = this.#files.text(path);
      if (text === undefined) throw new FileError('is no text of at most 1 MiB in UTF-8');
      if (isDockerfile) {
        const { stages, places } = readDockerfile(text);
        const ignore = this.#hasIgnore(path);
        this.#put(type, path, { path, stages: [...stages], ignore }, places);
        return;
      }
      const pipeline =
        type === TYPES.workflow
          ? readWorkflow(path, text, this.#files)
          : readCloudBuild(path, text, this.#files);
      const { steps, places } = pipeline;
      if (!isOwnGate(steps)) this.#pipelines.push(path);
      const events = 'events' in pipeline ? pipeline.events : [];
      this.#put(type, path, { path, events, steps }, places);
    } catch (thrown) {
      if (!(thrown instanceof FileError)) throw thrown;
      if (!isDockerfile) this.#pipelines.push(path);
      this.#refuse(type, path, thrown);
    }
  }

  #refuse(type: string, path: string, { message, span }: FileError): void {
    const uri = this.#files.uri(path);
    const hint = 'repair the file, or take it out of the repository';
    this.problems.push({ code: 'E_REPO_FILE', message, uri, ...(span && { line: span.line }), hint });
    const unknown = new Unknown('malformed', `${path} ${message}`, {
      needs: 'repair the files listed under errors',
    });
    const parts = type === TYPES.dockerfile ? { stages: unknown } : { steps: unknown, events: unknown };
    this.#put(type, path, { path, ...parts }, new Map());
  }

  /** Beside the Dockerfile under its name, or at the root of what it is built from: source of docker build, "dockerignore files". */
  #hasIgnore(path: string): boolean {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : '';
    return [`${path}.dockerignore`, `${folder}.dockerignore`, '.dockerignore'].some((one) =>
      this.#files.has(one),
    );
  }

  /** The repository as a whole, after its parts. */
  repository(): void {
    const data = readRepository(this.#files, this.#pipelines);
    const first = { line: 1, column: 1 };
    const asset = this.#put(TYPES.repository, undefined, { ...data }, new Map());
    const put = (path: string, file: string | undefined) =>
      file === undefined ? [] : [[path, { uri: this.#files.uri(file), ...first }] as const];
    const main = data.pipelines.find((one) => /prod/.test(one)) ?? data.pipelines[0];
    const places = new Map([
      ...put('pipelines', main),
      ...data.scripts.flatMap(({ path }, i) => put(`scripts[${i}]`, path)),
      ...put('terraform', data.terraform.files[0]),
      ...data.terraform.states.flatMap((path, i) => put(`terraform.states[${i}]`, path)),
    ]);
    Object.assign(asset, { placeOf: (path: string) => nearest(places, path) });
  }

  #put(
    type: string,
    path: string | undefined,
    data: Record<string, unknown>,
    places: ReadonlyMap<string, Span>,
  ): Asset {
    const uri = path === undefined ? this.#files.root : this.#files.uri(path);
    const name = `//${type.split('/')[0]}/${path ?? 'repository'}`;
    const partial = holdsUnknown(data);
    const raw = {
      kind: 'record',
      name,
      type,
      data,
      ignored: [],
      ancestors: [],
      ...(partial && { partial }),
    } as const;
    const asset = makeAsset(raw, path === undefined ? { uri } : { uri, line: 1, column: 1 });
    this.assets.push(asset);
    return Object.assign(asset, {
      placeOf: (at: string) => {
        const span = nearest(places, at);
        return span && { uri, ...span };
      },
    });
  }
}

/** The place of a path, or of the nearest that it stands in. */
function nearest<T>(places: ReadonlyMap<string, T>, path: string): T | undefined {
  let at = path;
  for (;;) {
    const found = places.get(at);
    if (found !== undefined || at === '') return found;
    at = at.replace(/(^|\.)[^.[\]]+$|\[[^\]]*\]$/, '');
  }
}

/** The whole repository was read: a kind of file that is not there is none. */
const evidenceOf = (uri: string): Evidence => ({
  uri,
  types: new Set(REPO_TYPES),
  projects: new Set(),
  iam: false,
  orgPolicy: false,
  enabledApis: new Map(),
  malformed: new Set(),
  manifest: {
    scope: 'repository',
    readTime: undefined,
    types: REPO_TYPES,
    contents: ['resource'],
    gaps: [],
  },
});
