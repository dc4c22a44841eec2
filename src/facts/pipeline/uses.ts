import { type Asset, type AssetData, each, located, Unknown, type World } from '#policy';
import { splitLine, unwrapped } from './line.ts';

const CONFIG = 'repo.cloudbuild/Config';
const WORKFLOW = 'repo.github/Workflow';

/** What a policy on pipelines declares to read. */
export const PIPELINES_READ = [CONFIG, WORKFLOW] as const;

export type PipelineAsset = Asset<typeof CONFIG> | Asset<typeof WORKFLOW>;
type Step = NonNullable<AssetData[typeof CONFIG]['steps']>[number];

/** One thing that a pipeline runs: a command's words, or an action with its inputs. */
export interface Use {
  readonly words: readonly string[];
  /** `owner/name` of an action, without its version. */
  readonly action: string | undefined;
  readonly with: Readonly<Record<string, string>>;
  readonly step: Step;
  readonly pipeline: PipelineAsset;
}

/** What becomes of the pipeline where a command fails. */
export interface Effect {
  /** `blocks`: it fails; `ignored`: it goes on; the others say when the command is run. */
  readonly effect: 'blocks' | 'ignored' | 'never runs' | 'runs on failure';
}

/** Programs and scripts that may do anything. */
const OPAQUE =
  /^(make|just|task|turbo|nx|lerna|npm-run-all|run-s|run-p|gulp|grunt|bazel|ant|mvn|gradle|gradlew|python3?|ruby|perl|node|deno|tsx|eval|source|\.|(ba|da|z)?sh)$|\.(sh|py|rb|js|mjs|ts)$|^\$/;

/** Actions that check, build and deploy nothing by themselves. */
const HARMLESS =
  /^(actions\/|google-github-actions\/(auth|setup-gcloud|get-secretmanager-secrets)$|docker\/(setup-|login-|metadata-)|pnpm\/action-setup$|oven-sh\/setup-bun$|hashicorp\/setup-terraform$|codecov\/|github\/codeql-action)/;

/**
 * Everything of a kind that the pipelines of the repository run. What is not understood, and so may be of that kind, is
 * an Unknown element.
 *
 * @param kindOf tells what is asked for of a command or an action; undefined where it is not of the kind
 */
export function usesOf<T extends object>(
  world: World,
  kindOf: (use: Use) => T | undefined,
): ((T & Effect) | Unknown)[] {
  return each(pipelinesOf(world), (pipeline) =>
    each(pipeline.data.steps, (step, i) => stepUses(pipeline, step, `steps[${i}]`, kindOf)),
  );
}

/** Every pipeline of the repository. */
export const pipelinesOf = (world: World): readonly PipelineAsset[] => [
  ...world.of(CONFIG),
  ...world.of(WORKFLOW),
];

/** The same as `usesOf`, of one step, in the order it runs them. */
export function stepUses<T extends object>(
  pipeline: PipelineAsset,
  step: Step,
  at: string,
  kindOf: (use: Use) => T | undefined,
): ((T & Effect) | Unknown)[] {
  const place = { step, pipeline };
  const commands = each(step.run, (command, j): (T & Effect) | undefined => {
    const line = command.line ?? '';
    const words = unwrapped(splitLine(line));
    const found = kindOf({ words, action: undefined, with: {}, ...place });
    if (!found) {
      if (isOpaque(words)) throw notUnderstood(pipeline, line);
      return undefined;
    }
    const unchecked = command.unchecked === true || step.optional === true;
    const effect = effectOf(step.disabled === true, step.onFailure || command.onFailure === true, unchecked);
    return located({ ...found, effect }, pipeline, `${at}.run[${j}]`);
  });
  const { uses } = step;
  if ((step.run?.length ?? 0) > 0 || uses === undefined) return commands;
  const action = uses.split('@')[0] ?? '';
  const found = kindOf({ words: [], action, with: step.with ?? {}, ...place });
  if (!found) {
    if (HARMLESS.test(action)) return commands;
    throw notUnderstood(pipeline, uses);
  }
  const effect = effectOf(step.disabled === true, step.onFailure === true, step.optional === true);
  return [located({ ...found, effect }, pipeline, at)];
}

const effectOf = (disabled: boolean, onFailure: boolean | undefined, ignored: boolean): Effect['effect'] =>
  disabled ? 'never runs' : onFailure ? 'runs on failure' : ignored ? 'ignored' : 'blocks';

/** Whether a command runs what nobody can see: a script that is not there, a runner of tasks, a variable. */
function isOpaque([name = '', second = '', third]: readonly string[]): boolean {
  if (/^(npm|yarn|pnpm|bun)$/.test(name))
    return /^(run|run-script|test|t)$/.test(second) && third !== '--help';
  if (/^(python3?|node|ruby|perl)$/.test(name)) return second !== '--version' && second !== '-v';
  return OPAQUE.test(name);
}

const notUnderstood = ({ data }: PipelineAsset, what: string): Unknown =>
  new Unknown('unrecognised', `what ${JSON.stringify(what.slice(0, 60))} in ${data.path} does is not known`, {
    needs: 'call the tool in the pipeline itself, or in a script of the repository',
  });
