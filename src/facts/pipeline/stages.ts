import { attempt, each, Unknown, type World } from '#policy';
import { dependencyAudit, testRun } from './checks.ts';
import { invalidation, shift } from './delivery.ts';
import { isKnown, known, type Ordered, orderedUses, type Placed, unknowns } from './order.ts';
import type { Effect, Use } from './uses.ts';

/** The stages of a delivery, in the order in which they must come. */
const STAGES = [
  'dependency audit',
  'tests',
  'image build',
  'staging deployment',
  'integration tests',
  'production deployment',
  'health check',
  'traffic change',
] as const;
export type Stage = (typeof STAGES)[number];

/** Where every one must come after the stage before it: one that does not is a way around all of them. */
const STRICT: readonly Stage[] = ['production deployment', 'traffic change'];

/** What a command is of a delivery; one may be several. */
interface Part {
  readonly stages: readonly Stage[];
}

type StageUse = Placed<Part & Effect> & { readonly found: Part & Effect };

/** A stage as a pipeline has it. */
export interface StageOrder {
  readonly stage: Stage;
  /** `in order`, or what is wrong with it. */
  readonly order: string;
}

const textOf = ({ words, step, pipeline, with: inputs }: Use): string =>
  [pipeline.data.path, step.environment, step.id, ...words, ...Object.values(inputs)].join(' ');

/** The environment that a deployment is for, told by its command, step and file; production where none is named. */
export function targetOf(use: Use): 'production' | 'staging' | 'other' {
  const text = textOf(use);
  if (/(^|[^a-z])(staging|stage|stg)([^a-z]|$)/i.test(text)) return 'staging';
  return /(^|[^a-z])(dev|development|preview|qa|sandbox)([^a-z]|$)/i.test(text) ? 'other' : 'production';
}

/**
 * Whether a command or an action deploys to Cloud Run. Source: gcloud run, google-github-actions/deploy-cloudrun.
 * @throws Unknown for a release of Cloud Deploy, whose own pipeline decides what comes next
 */
export function deploys({ words, action }: Use): boolean {
  if (action !== undefined) return action === 'google-github-actions/deploy-cloudrun';
  const line = words.join(' ');
  if (/^gcloud (alpha |beta )?deploy releases (create|promote)\b/.test(line))
    throw new Unknown('unrecognised', 'what Cloud Deploy does with the release is not known');
  return /^gcloud (alpha |beta )?run (deploy|services (replace|update))\b/.test(line);
}

const builds = ({ words, action }: Use): boolean =>
  action === undefined
    ? /^(docker (build|buildx build|image build)|podman build|buildah (bud|build)|kaniko|pack build|gcloud (alpha |beta )?builds submit)\b/.test(
        words.join(' '),
      )
    : action === 'docker/build-push-action';

/** A request to the service, or a test of it, that is told to be of its health. */
function checksHealth(use: Use): boolean {
  const [name = ''] = use.words;
  const told = /health|ready|readiness|liveness|smoke|\bping\b|http_code/i.test(
    `${use.words.join(' ')} ${use.step.id ?? ''}`,
  );
  return told && (/^(curl|wget|http|xh)$/.test(name) || testRun(use) !== undefined) && !invalidation(use);
}

/** Whether a command gives traffic to a new revision of production. */
function movesTraffic(use: Use): boolean {
  const found = attempt(() => shift(use));
  if (found === undefined) return false;
  return found instanceof Unknown || found.percent > 0;
}

function partOf(use: Use): Part | undefined {
  const tests = testRun(use);
  const target = targetOf(use);
  const isDeployment = deploys(use);
  const stages: Record<Stage, boolean> = {
    'dependency audit': dependencyAudit(use) !== undefined,
    tests: tests?.kind === 'unit',
    'image build': builds(use),
    'staging deployment': isDeployment && target === 'staging',
    'integration tests': tests?.kind === 'integration',
    'production deployment': isDeployment && target === 'production',
    'health check': checksHealth(use),
    'traffic change': target === 'production' && movesTraffic(use),
  };
  const found = STAGES.filter((stage) => stages[stage]);
  return found.length > 0 ? { stages: found } : undefined;
}

/**
 * Every stage of each pipeline that deploys to production, and whether it comes after the stage before it. What a
 * pipeline leaves out but may do in a step that is not understood, or does in another pipeline, is an Unknown.
 */
export function stagesOf(world: World): (StageOrder | Unknown)[] {
  const all = orderedUses(world, partOf);
  const read = all.filter(isKnown);
  const unread = all.flatMap((one) => (one instanceof Unknown ? [one] : unknowns(one.uses)));
  const production = read.filter(
    (one) => unknowns(one.uses).length === 0 && ofStage(one, 'production deployment').length > 0,
  );
  const found = production.flatMap((one) =>
    stagesIn(
      one,
      read.filter((other) => other !== one),
      unread[0],
    ),
  );
  if (found.length > 0 || unread.length > 0) return [...found, ...unread];
  return [{ stage: 'production deployment', order: 'missing' }];
}

const ofStage = ({ uses }: Ordered<Part & Effect>, stage: Stage): StageUse[] =>
  known(uses).filter(({ found }) => found.stages.includes(stage) && (!isCheck(stage) || blocks(found)));

/** A check whose failure nothing heeds is none. */
const isCheck = (stage: Stage): boolean => /audit|tests|check/.test(stage);
const blocks = ({ effect }: Effect): boolean => effect === 'blocks';

function stagesIn(
  pipeline: Ordered<Part & Effect>,
  others: readonly Ordered<Part & Effect>[],
  unread: Unknown | undefined,
): (StageOrder | Unknown)[] {
  const deployment = ofStage(pipeline, 'production deployment')[0]?.found as Part & Effect;
  let last: { readonly stage: Stage; readonly uses: readonly StageUse[] } | undefined;
  return each(STAGES, (stage) => {
    const uses = ofStage(pipeline, stage);
    const before = last;
    const inOrder = before
      ? uses.filter((one) => before.uses.some((other) => pipeline.isBefore(other, one)))
      : uses;
    const late = STRICT.includes(stage) ? uses.find((one) => !inOrder.includes(one)) : uses[0];
    if (uses.length > 0) last = { stage, uses: inOrder.length > 0 ? inOrder : uses };
    if (inOrder.length > 0 && (!STRICT.includes(stage) || !late))
      return { ...inOrder[0]?.found, stage, order: 'in order' };
    if (late) return { ...late.found, stage, order: `not after the ${before?.stage}` };
    if (unread) throw unread;
    const other = others.find((one) => ofStage(one, stage).length > 0);
    if (!other) return { ...deployment, stage, order: 'missing' };
    const path = other.pipeline.data.path;
    throw new Unknown('unrecognised', `the ${stage} is in ${path}, and nothing tells which comes first`, {
      needs: 'make it a step of the pipeline that deploys to production',
    });
  });
}
