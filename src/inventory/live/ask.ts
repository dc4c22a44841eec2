import { failureOf } from '../../google/failure.ts';
import type { Session } from '../../google/session.ts';
import type { ManifestGap } from '../manifest.ts';
import type { Collector, Found, Target } from './apis/index.ts';
import { causeOf, unreachable } from './gap.ts';
import type { Step } from './model.ts';

/** One question to an API. */
export interface Asking {
  readonly session: Session;
  readonly collector: Collector;
  readonly target: Target;
  readonly task: string;
}

/** Asks an API until it has told everything, and gives it as one step; nothing but a gap where it does not answer. */
export async function* askApi(
  { session, collector, target, task }: Asking,
  missed: (gap: ManifestGap) => void,
): AsyncGenerator<Step> {
  const { type, service, permissions, quota } = collector;
  const found: Found[] = [];
  const gaps: ManifestGap[] = [];
  const targets = [target];
  try {
    for (const one of targets) {
      for (let token: string | undefined, more = true; more; more = token !== undefined) {
        const page = await session.read(quota, () => collector.list(session.credentials, one, token));
        found.push(...page.found);
        targets.push(...(page.more ?? []));
        gaps.push(...(page.unreachable ?? []).map((place) => unreachable(type, target.project, place)));
        token = page.next || undefined;
      }
    }
  } catch (error) {
    const failure = failureOf(error, session.clock.now());
    const place =
      target.name === '' ? `projects/${target.project}` : `${target.name} in project ${target.project}`;
    const asked = { service, permission: permissions.at(-1) as string, place, ownApi: true };
    missed({ type, project: target.project, ...causeOf(failure, asked) });
    return;
  }
  const text = found.map((one) => `${lineOf(type, one)}\n`).join('');
  yield { task, text, assets: found.length, next: null, ...(gaps.length > 0 && { gaps }) };
}

function lineOf(assetType: string, { name, data, location }: Found): string {
  return JSON.stringify({
    name: `//${name}`,
    assetType,
    resource: { data, ...(location !== undefined && { location }) },
  });
}
