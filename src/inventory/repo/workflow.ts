import { Unknown } from '../../policy/unknown.ts';
import { foreign } from './cloudbuild.ts';
import type { RepoFiles } from './files.ts';
import { inside } from './folder.ts';
import { Pipeline, type Run, type StepData } from './pipeline.ts';
import { FileError, type Span, YamlValue } from './yaml.ts';

const MOST_STEPS = 1000;
/** Reusable workflows and composite actions that call one another. */
const DEEPEST = 5;

/** What a step takes from what it stands in. */
interface Around {
  readonly job: string;
  readonly environment?: string | undefined;
  readonly optional?: boolean | Unknown | undefined;
  readonly disabled: boolean;
  readonly onFailure: boolean;
  readonly shell: string | undefined;
  readonly folder: string | undefined;
  readonly variables: ReadonlyMap<string, string | null>;
  /** Where everything is said to stand, where it comes from another file. */
  readonly span?: Span | undefined;
}

const NONE: Around = {
  job: '',
  disabled: false,
  onFailure: false,
  shell: undefined,
  folder: '.',
  variables: new Map(),
};

/**
 * The steps of a GitHub workflow, those of its local actions and reusable workflows among them.
 * Source: docs.github.com/actions/reference/workflows-and-actions/workflow-syntax.
 * @throws FileError where the file is none
 */
export function readWorkflow(path: string, text: string, files: RepoFiles): Pipeline & { events: string[] } {
  const document = YamlValue.parse(text);
  const reader = new WorkflowReader(new Pipeline(files, path));
  reader.jobs(document, NONE, [], 0);
  return Object.assign(reader.pipeline, { events: eventsOf(document.get('on')) });
}

function eventsOf(on: YamlValue | undefined): string[] {
  const one = on?.text();
  if (one !== undefined) return [one];
  return on?.list()?.flatMap((value) => value.text() ?? []) ?? on?.entries()?.map(([name]) => name) ?? [];
}

class WorkflowReader {
  readonly pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.pipeline = pipeline;
  }

  /** The jobs of a workflow; gives the last steps of all of them. */
  jobs(document: YamlValue, around: Around, before: readonly string[], depth: number): string[] {
    const jobs = document.get('jobs');
    const entries = jobs?.entries();
    if (!jobs || !entries) throw new FileError('has no jobs', (jobs ?? document).span);
    const ends = new Map<string, readonly string[]>();
    const outer = { ...within(around, document), variables: variablesOf(document, around.variables) };
    // A job may stand before one that it needs.
    const open = new Map(entries);
    while (open.size > 0) {
      const ready = [...open].filter(([, job]) => needsOf(job).every((one) => !open.has(one)));
      if (ready.length === 0) throw new FileError('has jobs that need one another', jobs.span);
      for (const [name, job] of ready) {
        open.delete(name);
        const needed = needsOf(job).flatMap((one) => ends.get(one) ?? []);
        ends.set(name, this.#job(name, job, outer, needed.length > 0 ? needed : before, depth));
      }
    }
    const inner = new Set(entries.flatMap(([, job]) => needsOf(job)));
    return [...ends].flatMap(([name, steps]) => (inner.has(name) ? [] : [...steps]));
  }

  #job(
    name: string,
    job: YamlValue,
    outer: Around,
    before: readonly string[],
    depth: number,
  ): readonly string[] {
    const environment = job.get('environment');
    const own: Around = {
      ...within(outer, job),
      ...condition(job.get('if'), outer),
      job: outer.job === '' ? name : `${outer.job}/${name}`,
      environment: environment?.text() ?? environment?.get('name')?.text() ?? outer.environment,
      optional: optionalOf(job) ?? outer.optional,
      variables: variablesOf(job, outer.variables),
    };
    const uses = job.get('uses')?.text();
    if (uses !== undefined) return this.#reuse(uses, job, own, before, depth);
    let last = before;
    for (const step of job.get('steps')?.list() ?? []) last = this.#step(step, own, last, depth);
    return last;
  }

  #reuse(
    uses: string,
    job: YamlValue,
    own: Around,
    before: readonly string[],
    depth: number,
  ): readonly string[] {
    const span = own.span ?? job.span;
    const text = this.#local(uses, '', depth);
    if (text === undefined) return this.#add({ id: own.job, after: [...before], uses }, own, span);
    return this.jobs(YamlValue.parse(text), { ...own, span }, before, depth + 1);
  }

  /** The text of what `./path` names; undefined for what is elsewhere. */
  #local(uses: string, file: string, depth: number): string | undefined {
    const path = uses.startsWith('./') && depth < DEEPEST ? inside('.', `${uses}${file}`) : undefined;
    return path === undefined ? undefined : this.pipeline.files.text(path);
  }

  #add(step: StepData, own: Around, span: Span): string[] {
    const { pipeline } = this;
    if (pipeline.steps.length >= MOST_STEPS) throw new FileError(`has more than ${MOST_STEPS} steps`, span);
    const { environment, optional, disabled, onFailure } = own;
    pipeline.add(
      Object.assign(step, {
        ...(environment !== undefined && { environment }),
        ...(optional !== undefined && { optional }),
        ...(disabled && { disabled }),
        ...(onFailure && { onFailure }),
      }),
      own.span ?? span,
    );
    return [step.id];
  }

  #step(value: YamlValue, around: Around, before: readonly string[], depth: number): readonly string[] {
    const own: Around = {
      ...around,
      ...condition(value.get('if'), around),
      optional: optionalOf(value) ?? around.optional,
      folder: inside('.', value.get('working-directory')?.text() ?? around.folder),
      shell: value.get('shell')?.text() ?? around.shell,
      variables: variablesOf(value, around.variables),
    };
    const id = `${own.job}/${value.get('id')?.text() ?? value.get('name')?.text() ?? this.pipeline.steps.length + 1}`;
    const uses = value.get('uses')?.text();
    if (uses?.startsWith('./')) {
      const text = this.#local(uses, '/action.yml', depth) ?? this.#local(uses, '/action.yaml', depth);
      const steps = text === undefined ? undefined : YamlValue.parse(text).get('runs')?.get('steps')?.list();
      if (steps) {
        let last = before;
        const span = own.span ?? value.span;
        for (const step of steps) last = this.#step(step, { ...own, span }, last, depth + 1);
        return last;
      }
    }
    const step: StepData = { id, after: [...before], ...(uses !== undefined && { uses }) };
    const at = `steps[${this.pipeline.steps.length}]`;
    const added = this.#add(step, own, value.span);
    this.#places(at, value, own);
    const given = value.get('with')?.entries();
    if (given) {
      const textOf = (one: YamlValue): unknown => one.text() ?? new Unknown('unrecognised', 'is no text');
      step.with = Object.fromEntries(given.map(([name, one]) => [name, textOf(one)]));
    }
    const run = value.get('run');
    if (run) step.run = this.#run(at, run, own);
    return added;
  }

  #places(at: string, value: YamlValue, { span }: Around): void {
    const { places } = this.pipeline;
    const put = (path: string, one: YamlValue | undefined) =>
      one && places.set(`${at}.${path}`, span ?? one.span);
    put('uses', value.get('uses'));
    put('optional', value.get('continue-on-error'));
    put('disabled', value.get('if'));
    for (const [name, one] of value.get('with')?.entries() ?? []) put(`with["${name}"]`, one);
  }

  /** Without a shell named, GitHub runs `bash -e`; `shell: bash` is `bash --noprofile --norc -eo pipefail`. */
  #run(at: string, run: YamlValue, { shell, folder, variables, span }: Around): Run {
    const name = shell?.split(/[\s/]/)[0] ?? 'bash';
    if (name !== 'bash' && name !== 'sh') return foreign(shell ?? '');
    const written = shell?.includes('{0}');
    const errexit = written ? /\s-[a-z]*e/.test(shell ?? '') : true;
    const pipefail = written ? /pipefail/.test(shell ?? '') : shell === 'bash';
    const found = this.pipeline.script(at, run, { errexit, pipefail, variables, folder });
    if (span && Array.isArray(found))
      for (const i of found.keys()) this.pipeline.places.set(`${at}.run[${i}]`, span);
    return found;
  }
}

/** `defaults.run` of a workflow or a job. */
function within(around: Around, value: YamlValue): Around {
  const run = value.get('defaults')?.get('run');
  return {
    ...around,
    shell: run?.get('shell')?.text() ?? around.shell,
    folder: run?.get('working-directory')?.text() ?? around.folder,
  };
}

const needsOf = (job: YamlValue): readonly string[] => {
  const needs = job.get('needs');
  const one = needs?.text();
  return one === undefined ? (needs?.list()?.flatMap((value) => value.text() ?? []) ?? []) : [one];
};

function variablesOf(
  value: YamlValue,
  outer: ReadonlyMap<string, string | null>,
): ReadonlyMap<string, string | null> {
  const entries = value.get('env')?.entries();
  if (!entries) return outer;
  const told = (one: YamlValue) => (one.text()?.includes('${{') ? null : (one.text() ?? null));
  return new Map([...outer, ...entries.map(([name, one]) => [name, told(one)] as const)]);
}

/** Whether a step or job never runs, or only where something failed. Any other condition may hold. */
function condition(value: YamlValue | undefined, outer: Around): Pick<Around, 'disabled' | 'onFailure'> {
  const text = value
    ?.text()
    ?.replace(/^\$\{\{\s*|\s*\}\}$/g, '')
    .trim();
  return {
    disabled: outer.disabled || text === 'false',
    onFailure: outer.onFailure || /(^|[^!\w])failure\(\)/.test(text ?? ''),
  };
}

function optionalOf(value: YamlValue): boolean | Unknown | undefined {
  const found = value.get('continue-on-error')?.scalar();
  if (found === undefined || found === null || found === false || found === 'false') return undefined;
  if (found === true || found === 'true') return true;
  return new Unknown('unrecognised', `continue-on-error is the expression ${found}`);
}
