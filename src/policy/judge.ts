import type { Policy } from './define.ts';
import type { Asset, Binding, Context, IamPolicy, Judgement, World } from './model.ts';
import { BREAKS, type Frame, HOLDS, type Judge, type Outcome } from './outcome.ts';
import type { Requirement, Want } from './requirement.ts';
import type { Lookup } from './scalar.ts';
import { Reading, readable, Subject } from './subject.ts';
import { attempt, Unknown } from './unknown.ts';
import { compile } from './want.ts';
import { sayValue } from './words.ts';

const PASS: Judgement = { verdict: 'pass', flaws: [], doubts: [], notes: [] };

/**
 * Prepares a policy to judge assets of one world in one environment (whose parameters `lookup` knows). What is
 * returned never throws: a policy that throws anything but Unknown gives the verdict `error` with its cause.
 */
export function judgeOf(
  policy: Policy,
  world: World,
  lookup: Lookup,
  clock: number,
): (asset: Asset) => Judgement {
  const reading = new Reading(world, policy);
  const want = compiled(policy, 'want');
  const when = compiled(policy, 'when');
  const computed = policy.view !== undefined || JSON.stringify([policy.want, policy.when]).includes('"$iam');
  const { iamMentions } = policy;
  // Judging is synchronous, so one of each serves every asset: making them anew would cost more than most wants.
  const context = new Remarks(lookup, clock);
  const frame = new Standing(policy, lookup, clock);
  const subject = new Subject(policy, world, reading, context);
  const judge = (asset: Asset): Judgement => {
    frame.asset = asset;
    const value = computed ? subject.of(asset) : asset.data;
    const scope = when?.(value, frame);
    if (scope?.truth === BREAKS) return { ...PASS, verdict: 'not-applicable', reason: sayOutside(scope) };
    if (policy.judge) {
      const judged = policy.judge(readable(asset) as never, reading, context);
      if (judged.verdict !== 'fail' || scope === undefined || scope.truth === HOLDS) return judged;
      return { ...judged, verdict: 'unknown', flaws: [], doubts: [...scope.doubts, ...judged.doubts] };
    }
    const { truth, flaws, doubts } = (want as Judge)(value, frame);
    if (truth === HOLDS) return PASS;
    const all = scope ? [...scope.doubts, ...doubts] : doubts;
    const sure = truth === BREAKS && (scope === undefined || scope.truth === HOLDS);
    return { verdict: sure ? 'fail' : 'unknown', flaws: sure ? flaws : [], doubts: all, notes: PASS.notes };
  };
  return (asset) => {
    context.notes = undefined;
    try {
      if (iamMentions && !when && !mentions(world.iam(asset), iamMentions)) return PASS;
    } catch (thrown) {
      // What is not known of its IAM policy, the want itself will say.
      if (!(thrown instanceof Unknown)) throw thrown;
    }
    let judged: Judgement;
    try {
      judged = judge(asset);
    } catch (cause) {
      judged =
        cause instanceof Unknown
          ? { ...PASS, verdict: 'unknown', doubts: [{ path: '.', unknown: cause }] }
          : { ...PASS, verdict: 'error', cause };
    }
    return context.notes ? { ...judged, notes: [...judged.notes, ...context.notes] } : judged;
  };
}

/** The context of a view, with the notes it left on the asset at hand. */
class Remarks implements Context {
  readonly clock: number;
  readonly #lookup: Lookup;
  notes: string[] | undefined;

  constructor(lookup: Lookup, clock: number) {
    this.#lookup = lookup;
    this.clock = clock;
  }

  param = <T>(name: string): T => this.#lookup(name) as T;
  note = (text: string): void => void (this.notes ??= []).push(text);
}

/** The frame of a want, for the asset at hand. */
class Standing implements Frame {
  readonly lookup: Lookup;
  readonly clock: number;
  readonly words = new Map<Requirement, string>();
  readonly elements = new Map<Judge, WeakMap<object, Outcome>>();
  readonly #policy: Policy;
  asset: Asset | undefined;

  constructor(policy: Policy, lookup: Lookup, clock: number) {
    this.#policy = policy;
    this.lookup = lookup;
    this.clock = clock;
  }

  isField(name: string): boolean {
    return this.#policy.view !== undefined && Object.hasOwn(this.#policy.view, name);
  }

  pathOf(field: string): string | undefined {
    const place = (this.#policy.at as Record<string, string | ((asset: Asset) => string)> | undefined)?.[
      field
    ];
    if (typeof place !== 'function') return place;
    const stated = attempt(() => place(readable(this.asset as Asset)));
    return stated instanceof Unknown ? undefined : stated;
  }
}

/** Why an asset is outside of what a policy judges. */
const sayOutside = ({ flaws }: Outcome): string =>
  flaws
    .map(({ path, actual, wanted }) => `${path} is ${sayValue(actual)}; judged only where it is ${wanted}`)
    .join('; ');

/** Whether an IAM policy names one of some members; an unknown one may. */
function mentions({ bindings }: IamPolicy, members: readonly string[]): boolean {
  if (!Array.isArray(bindings)) return true;
  for (const binding of bindings as readonly (Binding | Unknown)[]) {
    if (binding instanceof Unknown || !Array.isArray(binding.members)) return true;
    for (const member of binding.members as readonly unknown[]) {
      if (typeof member !== 'string' || members.includes(member)) return true;
    }
  }
  return false;
}

const judges = new WeakMap<Policy, { want?: Judge; when?: Judge }>();

function compiled(policy: Policy, part: 'want' | 'when'): Judge | undefined {
  const declared = policy[part];
  if (!declared) return undefined;
  let known = judges.get(policy);
  if (!known) judges.set(policy, (known = {}));
  return (known[part] ??= compile(declared as Want));
}
