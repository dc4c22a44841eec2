import { failureOf } from '../../google/failure.ts';
import type { Session } from '../../google/session.ts';
import type { ManifestGap } from '../manifest.ts';
import type { Collector, Found, Target } from './apis/index.ts';
import { type Asked, causeOf, unreachable } from './gap.ts';
import type { Step } from './model.ts';

/** One question to an API. */
export interface Asking {
  readonly session: Session;
  readonly collector: Collector;
  readonly target: Target;
  readonly task: string;
}

/**
 * Asks an API until it has told everything, and gives it as one step. What does not answer is a gap beside what does;
 * where nothing answered, a gap and no step, so that a run that goes on asks again.
 */
export async function* askApi(
  { session, collector, target, task }: Asking,
  missed: (gap: ManifestGap) => void,
): AsyncGenerator<Step> {
  const { type, quota } = collector;
  const found: Found[] = [];
  const gaps: ManifestGap[] = [];
  const targets = [target];
  let answered = false;
  for (const one of targets) {
    try {
      for (let token: string | undefined, more = true; more; more = token !== undefined) {
        const page = await session.read(quota, () => collector.list(session.credentials, one, token));
        answered = true;
        found.push(...page.found);
        targets.push(...(page.more ?? []));
        gaps.push(...(page.unreachable ?? []).map((place) => unreachable(type, target.project, place)));
        token = page.next || undefined;
      }
    } catch (error) {
      const failure = failureOf(error, session.clock.now());
      gaps.push({ type, project: target.project, ...causeOf(failure, askedOf(collector, one)) });
      // A region that is away says nothing of the others; a refusal is one of all.
      if (failure.kind !== 'unavailable') break;
    }
  }
  if (!answered) for (const gap of gaps) missed(gap);
  else {
    const text = found.map((one) => `${lineOf(type, one)}\n`).join('');
    yield { task, text, assets: found.length, next: null, ...(gaps.length > 0 && { gaps }) };
  }
}

function askedOf({ service, permissions }: Collector, { project, name }: Target): Asked {
  const place = name === '' ? `projects/${project}` : `${name} in project ${project}`;
  return { service, permission: permissions.at(-1) as string, place, ownApi: true };
}

function lineOf(assetType: string, { name, data, location }: Found): string {
  return JSON.stringify({
    name: `//${name}`,
    assetType,
    resource: { data, ...(location !== undefined && { location }) },
  });
}
