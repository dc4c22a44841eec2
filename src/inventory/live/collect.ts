import type { Session } from '../../google/session.ts';
import { IMAGE_TYPE } from '../image/read.ts';
import type { Manifest, ManifestGap } from '../manifest.ts';
import { gapsAbove, nodeTasks, type Task } from './above.ts';
import { COLLECTORS } from './apis/index.ts';
import { askApi } from './ask.ts';
import { Hierarchy } from './hierarchy.ts';
import { Images } from './images.ts';
import { AssetInventory } from './inventory.ts';
import { listContent } from './list.ts';
import { manifests } from './manifests.ts';
import { merge } from './merge.ts';
import { Missed } from './missed.ts';
import type { Before, Progress, Start, Step } from './model.ts';
import { type Placed, place, probe, type Scopes } from './opening.ts';
import { Records, textOf } from './records.ts';
import { nameOf, scopeOf } from './scope.ts';
import type { ServingImage } from './serving.ts';
import { Tally } from './tally.ts';
import type { Content, Wanted } from './wanted.ts';

/** Lists that run at a time: each holds a page of assets. */
const LISTS = 3;
/** Small calls that run at a time: of what is asked of one API, which keeps its pace apart from others. */
const CALLS = 8;

/** What a collection is made of. */
export interface Request {
  readonly session: Session;
  readonly scopes: readonly string[];
  readonly wanted: Wanted;
  readonly progress?: ((progress: Progress) => void) | undefined;
}

/**
 * Collects the records of live scopes as lines of a snapshot, in an order that depends on who answers first; the last
 * ones are manifests, which say what was read and what was not, and why. What an API refuses becomes a gap and ends
 * nothing.
 */
export class Collection {
  readonly #request: Request;
  readonly #hierarchy: Hierarchy;
  readonly #inventory: AssetInventory;
  readonly #images: Images;
  readonly #records = new Records();
  readonly #missed = new Missed();
  readonly #tally: Tally;
  /** Lines that are written last, so that a run that goes on may still find better ones. */
  readonly #late: string[] = [];
  #before: Before | undefined;
  #scopes: Scopes = { placed: [], inside: [], overlap: false };
  #start: Pick<Start, 'readTime' | 'unsupported'> = { readTime: undefined, unsupported: [] };

  constructor(request: Request) {
    this.#request = request;
    this.#hierarchy = new Hierarchy(request.session);
    this.#inventory = new AssetInventory(request.session);
    this.#images = new Images(request.session);
    this.#tally = new Tally(request.session.clock);
  }

  /** Finds out what the scopes are and of which moment they are listed; goes on where an earlier run began. */
  async open(earlier?: Start): Promise<Start> {
    const { session, scopes, wanted } = this.#request;
    this.#scopes = await place(scopes.map(scopeOf), this.#hierarchy);
    if (this.#scopes.overlap) this.#records.guard();
    const known = earlier ?? (await probe(this.#scopes, this.#inventory, wanted.types, session));
    // Where no scope lets itself be listed, each list will tell why.
    if (!('kind' in known)) this.#start = { readTime: known.readTime, unsupported: known.unsupported };
    return { scopes, wanted, ...this.#start };
  }

  /** Takes in what an earlier run has written. */
  async resume(before: Before): Promise<void> {
    this.#before = before;
    this.#records.guard();
    this.#missed.add(...before.gaps);
    for await (const line of before.lines()) this.#records.take(line);
  }

  /** Scopes that were asked for and are part of another one. */
  get inside(): Scopes['inside'] {
    return this.#scopes.inside;
  }

  /** What could not be read so far; a scope where it is all of one. */
  get gaps(): readonly ManifestGap[] {
    return this.#missed.all;
  }

  /** Whether the resources of some scope could not be listed. */
  get isBlind(): boolean {
    return this.#missed.isBlind;
  }

  /** Everything, a piece at a time. */
  async *steps(): AsyncGenerator<Step> {
    const { placed } = this.#scopes;
    const { contents, images, apis } = this.#request.wanted;
    const { seen } = this.#records;
    try {
      yield* this.#run([placed.flatMap((one) => contents.map((content) => this.#list(one, content)))], {
        limit: LISTS,
        alike: false,
      });
      yield* this.#run([placed.flatMap((one) => this.#above(one))]);
      const lanes = new Map<string, Task[]>();
      for (const one of COLLECTORS.filter(({ type }) => apis.includes(type)))
        lanes.set(one.quota.name, [...(lanes.get(one.quota.name) ?? []), ...this.#ask(one)]);
      const serving = images ? seen.serving.images() : [];
      yield* this.#run([serving.flatMap((image) => this.#image(image)), ...lanes.values()]);
      const said = this.#manifests().map((pinkyManifest) => JSON.stringify({ pinkyManifest }));
      const assets = this.#late.length;
      yield { task: 'manifest', text: textOf([...this.#late, ...said]), assets, next: null };
    } finally {
      await Promise.all([this.#hierarchy.close(), this.#inventory.close()]);
    }
  }

  /** Runs tasks side by side, those that are not done yet; an API that makes its own wait holds up no other's. */
  async *#run(
    lanes: readonly (readonly Task[])[],
    { limit, alike }: { readonly limit: number; readonly alike: boolean } = { limit: CALLS, alike: true },
  ): AsyncGenerator<Step> {
    const open = lanes.map((tasks) => tasks.filter(([name]) => this.#before?.tasks.get(name) !== null));
    const [all, left] = [lanes.flat().length, open.flat().length];
    this.#tally.begin(all, all - left, alike);
    const tally = this.#tally;
    const counted = (tasks: readonly Task[]) =>
      tasks.map(
        ([, run]) =>
          async function* () {
            yield* run();
            tally.finish();
          },
      );
    const apart = open.map((tasks) => () => merge(counted(tasks), limit));
    for await (const step of merge(apart, apart.length)) {
      if (step.gaps) this.#missed.add(...step.gaps);
      this.#tell();
      yield step;
    }
    this.#tell();
  }

  #tell(): void {
    const { count, seen } = this.#records;
    this.#request.progress?.({
      assets: count,
      projects: seen.projects.size,
      gaps: this.gaps.length,
      ...this.#tally.progress,
    });
  }

  #list({ scope, name }: Placed, content: Content): Task {
    const { wanted } = this.#request;
    const { readTime, unsupported } = this.#start;
    const task = `${name} ${content}`;
    const asked = {
      resource: wanted.all ? undefined : wanted.types,
      iam: wanted.iamTypes,
      orgpolicy: undefined,
    }[content];
    const types = asked?.filter((type) => !unsupported.includes(type));
    const token = this.#before?.tasks.get(task) ?? undefined;
    const listing = { task, scope: name, parent: nameOf(scope), content, types, readTime, token };
    return [
      task,
      () => listContent(this.#inventory, listing, { records: this.#records, missed: this.#missed }),
    ];
  }

  #above({ chain, name }: Placed): Task[] {
    const iam = this.#request.wanted.contents.includes('iam');
    if (iam) this.#missed.add(...gapsAbove(chain, this.#records.seen.above(name)));
    return nodeTasks(chain, { hierarchy: this.#hierarchy, records: this.#records, iam });
  }

  #image(image: ServingImage): Task[] {
    const { repository, digest, tag, project } = image;
    if (project === undefined) return [];
    const task = `image ${repository}@${digest ?? tag}`;
    const [images, records, missed, late] = [this.#images, this.#records, this.#missed, this.#late];
    return [
      [
        task,
        async function* () {
          const { line, gap } = await images.line(image);
          if (gap) {
            missed.add(gap);
            if (records.take(line)) late.push(line);
          } else yield { task, text: records.take(line) ? textOf([line]) : '', assets: 1, next: null };
        },
      ],
    ];
  }

  #ask(collector: (typeof COLLECTORS)[number]): Task[] {
    const { session } = this.#request;
    return this.#records.seen.targets(collector.of).map((target): Task => {
      const task = `${collector.type} ${target.project} ${target.name}`;
      const asking = { session, collector, target, task };
      return [task, () => askApi(asking, (gap) => this.#missed.add(gap))];
    });
  }

  #manifests(): Manifest[] {
    const { wanted } = this.#request;
    const { readTime, unsupported } = this.#start;
    const types = new Set([...wanted.types.filter((type) => !unsupported.includes(type)), ...wanted.apis]);
    if (wanted.all) for (const type of this.#records.seen.types) types.add(type);
    if (wanted.images) types.add(IMAGE_TYPE);
    return manifests({
      outcomes: this.#scopes.placed.map(({ name }) => ({ scope: name, failed: this.#missed.of(name) })),
      wanted,
      readTime,
      types: [...types],
      unsupported,
      gaps: this.#missed.gaps,
    });
  }
}
