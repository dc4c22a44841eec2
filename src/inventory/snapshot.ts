import type { Asset, IamPolicy, Unknown } from '#policy';
import type { Place } from '../errors.ts';
import { bareAsset, makeAsset } from './asset.ts';
import type { AssetRemarks } from './content.ts';
import type { Evidence } from './coverage.ts';
import { type RawRecord, readEnvelope } from './envelope.ts';
import type { Witness } from './evidence.ts';
import { Exports } from './exports.ts';
import type { Progress } from './feed.ts';
import type { FileSet } from './file-set.ts';
import type { Needs } from './needs.ts';
import type { Problem } from './problem.ts';
import { ProblemList, type RecordProblem } from './problem-list.ts';
import { projectOfRecord } from './project.ts';
import { type Ancestry, projectIds } from './project-ids.ts';
import { readRecords, type Sink, type SourceSummary } from './read.ts';
import { Shelf } from './shelf.ts';
import { typeOf } from './spelling.ts';
import { tableOf } from './types/index.ts';
import { currentType } from './types/names.ts';
import { labelsOf } from './whereabouts.ts';

/** Something that is not wrong, but that a person should know of a source. */
interface Notice {
  readonly code: string;
  readonly message: string;
  readonly uri: string;
}

/** What one file set was read as. */
interface SnapshotSource {
  readonly kind: 'snapshot' | 'live';
  readonly uri: string;
  readonly readTime?: string | undefined;
  /** Records it holds, needed or not. */
  readonly assets: number;
}

/** Everything that snapshots were found to hold, ready to be made a world of. */
export interface Snapshot {
  readonly assets: readonly Asset[];
  readonly iam: ReadonlyMap<string, IamPolicy | Unknown>;
  /** Where the record of each of these policies stands: not always where the resource's does. */
  readonly iamPlaces: ReadonlyMap<string, Place>;
  /** When each of them was last changed, where its record tells. */
  readonly iamTimes: ReadonlyMap<string, string>;
  readonly evidence: readonly Evidence[];
  /** What every project that a record stands in stands in itself. */
  readonly ancestry: Ancestry;
  readonly sources: readonly SnapshotSource[];
  readonly problems: readonly RecordProblem[];
  readonly notices: readonly Notice[];
  /** Assets by project (id or number, '' for none) whose IAM policy was seen in bytes only. */
  readonly iamCounts: ReadonlyMap<string, number>;
}

/** What a person may hear while a source is read. */
export type Reading = (uri: string, ...at: Parameters<Progress>) => void;

/**
 * Reads snapshots as one inventory: every file set gives its own evidence of what was read, records of one asset meet
 * by name across all of them. What is wrong with the input is listed, never thrown; what can be read is read.
 */
export async function readSnapshots(
  sets: readonly FileSet[],
  needs: Needs,
  progress?: Reading,
): Promise<Snapshot> {
  const room = new ReadingRoom(needs);
  const exports: Exports[] = [];
  const sources: SnapshotSource[] = [];
  for (const { uri, files, problem, kind = 'snapshot' } of sets) {
    const set = new Exports(uri);
    let assets = 0;
    if (problem) room.sink(problem, set.witness(uri)).problem(problem);
    for (const source of files) {
      const witness = set.witness(source.uri);
      const sink = room.sink(source, witness, kind === 'live');
      const summary = await readRecords(source, needs.selection, sink, (read, total) =>
        progress?.(source.uri, read, total),
      );
      witness.summary(summary);
      room.summary(summary);
      // What turned out to be another kind of document is no asset.
      if (summary.framed > 1 || !room.isRefused(source.uri)) assets += summary.framed;
    }
    exports.push(set);
    const { readTime } = set.whole;
    sources.push({ kind, uri, assets, ...(readTime && { readTime }) });
  }
  const ancestry = ancestryOf(exports);
  const ids = room.meet(ancestry);
  return {
    ...room.contents(),
    evidence: exports.flatMap((set) => set.evidence((token) => ids.get(token) ?? token)),
    ancestry,
    sources,
  };
}

/** By project, of the first export that tells. */
function ancestryOf(exports: readonly Exports[]): Ancestry {
  const ancestry = new Map<string, readonly string[]>();
  for (const { whole } of exports)
    for (const [project, { ancestors }] of whole.standings)
      if ((ancestry.get(project)?.length ?? 0) === 0) ancestry.set(project, ancestors);
  return ancestry;
}

/** Takes the records of all sources. */
class ReadingRoom {
  readonly #problems = new ProblemList();
  readonly #needs: Needs;
  readonly #shelf = new Shelf();
  readonly #notices: Notice[] = [];
  readonly #iamCounts = new Map<string, number>();
  readonly #unlisted = new Map<string, Set<string>>();
  readonly #ignored = new Map<string, Set<string>>();
  readonly #empty: Problem[] = [];
  #framed = 0;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  sink({ uri }: { readonly uri: string }, witness: Witness, placeless = false): Sink {
    const remarks: AssetRemarks = {
      unlisted: (type, key) => add(this.#unlisted, type, key),
    };
    return {
      record: (value, line, column) =>
        this.#record(value, placeless ? { uri } : { uri, line, column }, witness, remarks),
      problem: (problem) => {
        if (problem.code === 'E_INPUT_EMPTY') {
          this.#empty.push(problem);
          return;
        }
        this.#problems.add(problem);
        const { code, assetType } = problem;
        // Behind the end of what was cut off anything may have stood.
        const any = assetType === undefined || code === 'E_INPUT_TRUNCATED';
        witness.malformed(any ? '*' : currentType(assetType));
      },
    };
  }

  #record(value: unknown, place: Place, witness: Witness, remarks: AssetRemarks): void {
    const raw = readEnvelope(value);
    if (raw.kind === 'manifest') witness.manifest(raw.manifest);
    else if (raw.kind === 'refusal') {
      const type = typeOf(value);
      witness.malformed(type === undefined ? '*' : currentType(type));
      this.#refused(raw.reason, place);
    } else {
      for (const content of raw.ignored) add(this.#ignored, content, place.uri);
      if (raw.deleted) this.#shelf.drop(raw.name, raw.updateTime);
      else if (this.#needs.types.has(raw.type)) this.#asset(raw, place, witness, remarks);
      else this.#policyOnly(raw, value, place, witness);
    }
  }

  #asset(raw: RawRecord, place: Place, witness: Witness, remarks: AssetRemarks): void {
    const asset = makeAsset(raw, originOf(place), remarks);
    witness.record(raw, asset.project);
    this.#shelf.put(asset, raw.iam, raw.data === undefined);
  }

  /** A type that nobody asked for: its IAM policy counts, its resource content does not stay in memory. */
  #policyOnly(raw: RawRecord, value: unknown, place: Place, witness: Witness): void {
    const token = projectOfRecord(value);
    const project = token || undefined;
    witness.record(raw, project);
    if (raw.iam === undefined) return;
    // The reader counts what it hands on as well.
    this.#count(token, -1);
    const labels = labelsOf(raw.data, tableOf(raw.type)?.labels ?? 'labels');
    const asset = bareAsset(raw, originOf(place), labels, project);
    this.#shelf.put(asset, raw.iam, true);
  }

  #refused(message: string, { uri, line, column }: Place): void {
    const at = { ...(line !== undefined && { line }), ...(column !== undefined && { column }) };
    this.#problems.add({ code: 'E_RECORD_MALFORMED', message, uri, ...at });
  }

  summary({ uri, framed, comments, policies }: SourceSummary): void {
    this.#framed += framed;
    for (const [project, count] of policies) this.#count(project, count);
    if (comments > 0) {
      const lines = comments === 1 ? '1 line that begins' : `${comments} lines that begin`;
      this.#notices.push({
        code: 'comment-lines',
        message: `${lines} with # ${comments === 1 ? 'was' : 'were'} skipped`,
        uri,
      });
    }
  }

  #count(project: string, more: number): void {
    this.#iamCounts.set(project, (this.#iamCounts.get(project) ?? 0) + more);
  }

  /** Whether a source turned out to be a document of another kind. */
  isRefused(source: string): boolean {
    return this.#problems.some(({ uri, code }) => uri === source && /^E_INPUT_(API|TERRAFORM)_/.test(code));
  }

  /** Ties numbers to ids and brings together what is named by both. */
  meet(ancestry: Ancestry): ReadonlyMap<string, string> {
    const ids = projectIds(this.#shelf.assets(), ancestry);
    if (ids.size > 0) this.#shelf.meet((token) => ids.get(token) ?? token);
    return ids;
  }

  contents(): Omit<Snapshot, 'evidence' | 'sources' | 'ancestry'> {
    for (const conflict of this.#shelf.conflicts) this.#problems.add(sayConflict(conflict));
    const notices = [...this.#notices];
    for (const { uri, message, ...empty } of this.#empty) {
      // An export that holds nothing is told of; a run that has nothing at all is not done as asked.
      if (this.#framed > 0) notices.push({ code: 'input-empty', message, uri });
      else this.#problems.add({ ...empty, uri, message });
    }
    for (const [type, keys] of this.#unlisted) {
      const message = `annotations of ${type} that this version does not know were kept: ${[...keys].sort().join(', ')}`;
      notices.push({ code: 'annotation-unlisted', message, uri: '' });
    }
    for (const [content, uris] of this.#ignored) {
      const message = `${content} content is not judged by any policy`;
      notices.push({ code: 'content-ignored', message, uri: [...uris][0] ?? '' });
    }
    return {
      assets: this.#shelf.assets(),
      iam: this.#shelf.iam(),
      iamPlaces: this.#shelf.iamPlaces(),
      iamTimes: this.#shelf.iamTimes(),
      problems: this.#problems.all(),
      notices,
      iamCounts: new Map([...this.#iamCounts].filter(([, count]) => count > 0)),
    };
  }
}

function add(all: Map<string, Set<string>>, key: string, value: string): void {
  const known = all.get(key);
  if (known) known.add(value);
  else all.set(key, new Set([value]));
}

const originOf = ({ uri, line }: Place): Place => (line === undefined ? { uri } : { uri, line });

const sayPlace = ({ uri, line }: Place) => (line === undefined ? uri : `${uri}:${line}`);

function sayConflict({ name, what, first, second }: Shelf['conflicts'][number]): RecordProblem {
  return {
    code: 'E_ASSET_CONFLICT',
    message: `the ${what} of ${name} was already given at ${sayPlace(first)}, with the same update time and other content`,
    uri: second.uri,
    ...(second.line !== undefined && { line: second.line }),
    hint: 'leave out one of the exports; the first record was judged',
  };
}
