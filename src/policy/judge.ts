import type { Policy } from './define.ts';
import type { Asset, Binding, Context, Flaw, IamPolicy, Judgement, World } from './model.ts';
import { BREAKS, type Frame, HOLDS, type Judge, type Outcome, type Truth } from './outcome.ts';
import type { Requirement, Want } from './requirement.ts';
import type { Lookup } from './scalar.ts';
import { Reading, readable, Subject } from './subject.ts';
import { compileTruth, type Scale, type Weigh } from './truth.ts';
import { attempt, Unknown } from './unknown.ts';
import { compile } from './want.ts';
import { saySeen } from './words.ts';

const NONE: readonly never[] = [];
const PASS: Judgement = { verdict: 'pass', flaws: NONE, doubts: NONE, notes: NONE };

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
  const { want, when, weighWant, weighWhen } = compiled(policy);
  const computed = policy.view !== undefined || JSON.stringify([policy.want, policy.when]).includes('"$iam');
  const { iamMentions } = policy;
  // Judging is synchronous, so one of each serves every asset: making them anew would cost more than most wants.
  const context = new Remarks(lookup, clock);
  const frame = new Standing(policy, lookup, clock);
  let subject = new Subject(policy, world, reading, context);
  const judge = (asset: Asset): Judgement => {
    frame.asset = asset;
    frame.doubted = false;
    const value = computed ? subject.of(asset) : asset.data;
    const inside = weighWhen ? weighWhen(value, frame) : HOLDS;
    if (inside === BREAKS) {
      const { flaws } = (when as Judge)(value, frame);
      return { ...PASS, verdict: 'not-applicable', reason: sayOutside(flaws) };
    }
    const open = () => (inside === HOLDS ? NONE : (when as Judge)(value, frame).doubts);
    if (policy.judge) {
      const judged = policy.judge(readable(asset) as never, reading, context);
      if (judged.verdict !== 'fail' || inside === HOLDS) return judged;
      return { ...judged, verdict: 'unknown', flaws: [], doubts: [...open(), ...judged.doubts] };
    }
    const truth = (weighWant as Weigh)(value, frame);
    if (truth === HOLDS) return PASS;
    const explain = () => {
      frame.asset = asset;
      return (want as Judge)(value, frame);
    };
    if (!frame.doubted) {
      // What it has computed is needed again when the flaws are asked for.
      if (computed) subject = new Subject(policy, world, reading, context);
      return new Failure(explain);
    }
    const { flaws, doubts } = explain();
    const sure = truth === BREAKS && inside === HOLDS;
    const outside = open();
    const all = outside.length === 0 ? doubts : [...outside, ...doubts];
    return { verdict: sure ? 'fail' : 'unknown', flaws: sure ? flaws : [], doubts: all, notes: NONE };
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
    if (!context.notes) return judged;
    const notes = [...judged.notes, ...context.notes];
    return judged instanceof Failure ? judged.with(notes) : { ...judged, notes };
  };
}

/** That a want breaks for certain. What is wrong is put into words when it is asked for: few failures are shown. */
class Failure implements Judgement {
  readonly verdict = 'fail';
  readonly doubts = NONE;
  readonly notes: readonly string[];
  readonly #explain: () => Outcome;
  #flaws: readonly Flaw[] | undefined;

  constructor(explain: () => Outcome, notes: readonly string[] = NONE) {
    this.#explain = explain;
    this.notes = notes;
  }

  get flaws(): readonly Flaw[] {
    return (this.#flaws ??= this.#explain().flaws);
  }

  with(notes: readonly string[]): Failure {
    return new Failure(this.#explain, notes);
  }
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
class Standing implements Scale {
  readonly lookup: Lookup;
  readonly clock: number;
  readonly words = new Map<Requirement, string>();
  readonly elements = new Map<Judge, WeakMap<object, Outcome>>();
  readonly weighed = new Map<Weigh, WeakMap<object, Truth>>();
  readonly some: Scale['some'] = new Map();
  readonly members: NonNullable<Frame['members']> = new Map();
  doubted = false;
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
const sayOutside = (flaws: readonly Flaw[]): string =>
  flaws.map((flaw) => `${flaw.path} ${saySeen(flaw)}; judged only where it is ${flaw.wanted}`).join('; ');

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

interface Compiled {
  readonly want: Judge | undefined;
  readonly when: Judge | undefined;
  readonly weighWant: Weigh | undefined;
  readonly weighWhen: Weigh | undefined;
}

const judges = new WeakMap<Policy, Compiled>();

function compiled(policy: Policy): Compiled {
  let known = judges.get(policy);
  if (!known) {
    const [want, when] = [policy.want as Want | undefined, policy.when as Want | undefined];
    known = {
      want: want && compile(want),
      when: when && compile(when),
      weighWant: want && compileTruth(want),
      weighWhen: when && compileTruth(when),
    };
    judges.set(policy, known);
  }
  return known;
}
