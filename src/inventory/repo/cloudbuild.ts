import { Unknown } from '../../policy/unknown.ts';
import type { RepoFiles } from './files.ts';
import { inside } from './folder.ts';
import { Pipeline, type StepData } from './pipeline.ts';
import { FileError, YamlValue } from './yaml.ts';

const MOST_STEPS = 500;

/**
 * What the images that Cloud Build offers run, by the last part of their name.
 * Source: cloud.google.com/build/docs/cloud-builders, and each image's own entry point.
 */
const ENTRYPOINTS: Readonly<Record<string, string>> = {
  docker: 'docker',
  gcloud: 'gcloud',
  npm: 'npm',
  yarn: 'yarn',
  git: 'git',
  gsutil: 'gsutil',
  kubectl: 'kubectl',
  curl: 'curl',
  bazel: 'bazel',
  trivy: 'trivy',
  grype: 'grype',
  'osv-scanner': 'osv-scanner',
  k6: 'k6',
  artillery: 'artillery',
  executor: 'kaniko',
  terraform: 'terraform',
};

/**
 * The steps of a Cloud Build configuration.
 * Source: cloud.google.com/build/docs/build-config-file-schema.
 * @throws FileError where the file is none
 */
export function readCloudBuild(path: string, text: string, files: RepoFiles): Pipeline {
  const document = YamlValue.parse(text);
  const steps = document.get('steps');
  const list = steps?.list();
  if (!steps || !list) throw new FileError('has no list of steps', (steps ?? document).span);
  if (list.length > MOST_STEPS) throw new FileError(`has more than ${MOST_STEPS} steps`, steps.span);
  const pipeline = new Pipeline(files, path);
  const substitutions = new Map<string, string | null>();
  for (const [name, value] of document.get('substitutions')?.entries() ?? [])
    substitutions.set(name, value.text() ?? null);
  const order = new Order();
  for (const value of list) readStep(pipeline, value, substitutions, order);
  return pipeline;
}

function readStep(
  pipeline: Pipeline,
  value: YamlValue,
  given: ReadonlyMap<string, string | null>,
  order: Order,
) {
  const name = value.get('name')?.text();
  if (name === undefined) throw new FileError('has a step without a name', value.span);
  const id = value.get('id')?.text() ?? `step ${pipeline.steps.length + 1}`;
  const waitFor = value
    .get('waitFor')
    ?.list()
    ?.map((one) => one.text() ?? '');
  const step: StepData = { id, after: order.add(id, waitFor), uses: replaced(name, given) };
  const at = pipeline.add(step, value.span);
  for (const key of ['allowFailure', 'allowExitCodes', 'waitFor']) {
    const found = value.get(key);
    if (found) pipeline.places.set(key === 'waitFor' ? `${at}.after` : `${at}.optional`, found.span);
  }
  const optional = optionalOf(value);
  if (optional !== undefined) step.optional = optional;
  const folder = inside('.', value.get('dir')?.text() ?? '.');
  const script = value.get('script');
  if (script) {
    const variables = new Map(given);
    for (const one of value.get('env')?.list() ?? []) {
      const [, key = '', set = ''] = /^([^=]+)=(.*)$/s.exec(one.text() ?? '') ?? [];
      variables.set(key, replaced(set, given));
    }
    const shebang = /^#!.*/.exec(script.text() ?? '')?.[0] ?? '#!/bin/sh';
    if (!/\b(ba|da|z|k)?sh\b/.test(shebang)) step.run = foreign(shebang.slice(2));
    else
      step.run = pipeline.script(at, script, {
        errexit: /\s-[a-z]*e/.test(shebang),
        variables,
        folder,
      });
    return;
  }
  const entrypoint = value.get('entrypoint')?.text();
  const image = name.split('@')[0]?.split('/').at(-1)?.split(':')[0] ?? '';
  const program = entrypoint ?? ENTRYPOINTS[image];
  if (program === undefined) return;
  const args = value.get('args');
  const words = args?.list() ?? (args?.text() === undefined ? [] : [args as YamlValue]);
  const texts = words.map((one) => replaced(one.text() ?? '', given));
  // A script among the words has places of its own.
  const flag = texts.findIndex((text) => /^-[a-z]*c$/.test(text));
  const inner = words[flag + 1];
  if (/^(|.*\/)(ba|da)?sh$/.test(program) && flag >= 0 && inner) {
    const flags = texts.slice(0, flag + 1).filter((text) => /^-[a-z]+$/.test(text));
    step.run = pipeline.script(at, inner, {
      errexit: flags.some((text) => text.includes('e')) || texts.slice(0, flag).includes('errexit'),
      pipefail: texts.slice(0, flag).includes('pipefail'),
      variables: given,
      folder,
      doubled: true,
    });
  } else step.run = pipeline.words(at, [program, ...texts], folder, (args ?? value).span);
}

/** Whether the build goes on where a step fails; exit code 1 is how checks fail. */
function optionalOf(step: YamlValue): boolean | Unknown | undefined {
  const allow = step.get('allowFailure')?.scalar();
  if (allow === true || allow === 'true') return true;
  const codes = step
    .get('allowExitCodes')
    ?.list()
    ?.map((one) => Number(one.text()));
  if (codes?.includes(1)) return true;
  return allow === undefined || allow === false || allow === null || allow === 'false'
    ? undefined
    : new Unknown('unrecognised', `allowFailure is "${allow}"`);
}

export const foreign = (shell: string): Unknown =>
  new Unknown('unrecognised', `a step runs in ${shell.trim()}, which is not understood`);

/** Substitutions with a known value, put in. `$$` is one dollar. */
function replaced(text: string, given: ReadonlyMap<string, string | null>): string {
  return text.replace(
    /\$\$|\$\{(\w+)\}|\$(\w+)/g,
    (all, braced: string | undefined, bare: string | undefined) =>
      all === '$$' ? '$' : (given.get(braced ?? bare ?? '') ?? all),
  );
}

/**
 * What each step waits for: what it names, nothing for `-`, and every step before it where it names nothing. Of those
 * only the ones are kept that no other waits for.
 */
class Order {
  readonly #before = new Map<string, ReadonlySet<string>>();

  add(id: string, waitFor: readonly string[] | undefined): string[] {
    const named = waitFor?.filter((one) => one !== '');
    const all = named && named.length > 0 ? named.filter((one) => one !== '-') : [...this.#before.keys()];
    const implied = new Set(all.flatMap((one) => [...(this.#before.get(one) ?? [])]));
    this.#before.set(id, new Set([...all, ...implied]));
    return all.filter((one) => !implied.has(one));
  }
}
