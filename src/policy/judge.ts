import type { Policy } from './define.ts';
import type { Asset, Context, Judgement, World } from './model.ts';
import { BREAKS, type Frame, HOLDS, type Judge } from './outcome.ts';
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
  const places = policy.at as Record<string, string | ((asset: Asset) => string)> | undefined;
  const isField = (name: string) => policy.view !== undefined && Object.hasOwn(policy.view, name);
  const computed = policy.view !== undefined || JSON.stringify([policy.want, policy.when]).includes('"$iam');
  const words = new Map<Requirement, string>();
  return (asset) => {
    let notes: string[] | undefined;
    const context: Context = {
      param: <T>(name: string) => lookup(name) as T,
      clock,
      note: (text) => void (notes ??= []).push(text),
    };
    const pathOf = (field: string) => {
      const place = places?.[field];
      if (typeof place !== 'function') return place;
      const stated = attempt(() => place(readable(asset)));
      return stated instanceof Unknown ? undefined : stated;
    };
    const frame: Frame = { lookup, clock, asset, pathOf, isField, words };
    try {
      const subject = computed ? new Subject(policy, asset, world, reading, context) : asset.data;
      const scope = when?.(subject, frame);
      if (scope?.truth === BREAKS) {
        const reason = scope.flaws
          .map(
            ({ path, actual, wanted }) => `${path} is ${sayValue(actual)}; judged only where it is ${wanted}`,
          )
          .join('; ');
        return { verdict: 'not-applicable', flaws: [], doubts: [], reason, notes: notes ?? [] };
      }
      if (policy.judge) {
        const judged = policy.judge(readable(asset) as never, reading, context);
        const told = notes ? { ...judged, notes: [...judged.notes, ...notes] } : judged;
        if (told.verdict !== 'fail' || scope === undefined || scope.truth === HOLDS) return told;
        return { ...told, verdict: 'unknown', flaws: [], doubts: [...scope.doubts, ...told.doubts] };
      }
      const outcome = (want as Judge)(subject, frame);
      if (outcome.truth === HOLDS) return notes ? { ...PASS, notes } : PASS;
      const doubts = scope ? [...scope.doubts, ...outcome.doubts] : outcome.doubts;
      if (outcome.truth === BREAKS && (scope === undefined || scope.truth === HOLDS)) {
        return { verdict: 'fail', flaws: outcome.flaws, doubts, notes: notes ?? [] };
      }
      return { verdict: 'unknown', flaws: [], doubts, notes: notes ?? [] };
    } catch (cause) {
      if (cause instanceof Unknown) {
        return { verdict: 'unknown', flaws: [], doubts: [{ path: '.', unknown: cause }], notes: notes ?? [] };
      }
      return { verdict: 'error', flaws: [], doubts: [], notes: notes ?? [], cause };
    }
  };
}

const judges = new WeakMap<Policy, { want?: Judge; when?: Judge }>();

function compiled(policy: Policy, part: 'want' | 'when'): Judge | undefined {
  const declared = policy[part];
  if (!declared) return undefined;
  let known = judges.get(policy);
  if (!known) judges.set(policy, (known = {}));
  return (known[part] ??= compile(declared as Want));
}
