import type { Failure } from '../../google/failure.ts';
import type { ManifestGap } from '../manifest.ts';

/** What a call was for, as its failure is told. */
export interface Asked {
  /** The API: `cloudasset.googleapis.com`. */
  readonly service: string;
  readonly permission: string;
  /** Where: `projects/shop-prod`. */
  readonly place: string;
  /** The API is one of the place's own: where it is off, the place has nothing of it. */
  readonly ownApi?: boolean | undefined;
}

type Cause = Pick<ManifestGap, 'state' | 'cause' | 'needs'>;

const IS_SCOPE = /^(?:projects|folders|organizations)\/\S+$/;

const projectOf = (consumer: string | undefined): string | undefined => consumer?.replace(/^projects\//, '');

/** Why something was not read, and what would let it be read. */
export function causeOf(failure: Failure, asked: Asked): Cause {
  const { kind, message, code } = failure;
  const service = failure.service ?? asked.service;
  const permission = failure.permission ?? asked.permission;
  switch (kind) {
    case 'denied':
      return {
        state: 'denied',
        cause: `permission denied: ${permission} on ${asked.place}`,
        // What is not there is refused in the same words.
        needs: `grant ${permission} on ${asked.place}${IS_SCOPE.test(asked.place) ? ', if there is such a one' : ''}; pinky-audit snapshot --print-role prints a role with all that is needed`,
      };
    case 'api-disabled': {
      const project = projectOf(failure.consumer) ?? asked.place;
      return {
        state: asked.ownApi ? 'api-disabled' : 'not-read',
        cause: `API disabled: ${service} in project ${project}`,
        needs: `gcloud services enable ${service} --project=${project}`,
      };
    }
    case 'quota-project':
      return {
        state: 'not-read',
        cause: `no quota project that may be used: ${message}`,
        needs:
          'gcloud auth application-default set-quota-project PROJECT, a project in which ' +
          `${service} is enabled and you have serviceusage.services.use`,
      };
    case 'unauthenticated':
      return {
        state: 'not-read',
        cause: `the credentials were refused: ${message}`,
        needs: 'gcloud auth application-default login, or another credential file',
      };
    case 'rate-limited':
      return {
        state: 'not-read',
        cause: `quota exhausted: ${message}`,
        needs: `run again later, or ask for more quota of ${service}`,
      };
    case 'unavailable':
      return {
        state: 'not-read',
        cause: `${service} did not answer (${code}): ${message}`,
        needs: 'run again later',
      };
    case 'not-found':
      return {
        state: 'not-read',
        cause: `${asked.place} was not found: ${message}`,
        needs: `check that it exists, and that you have ${asked.permission} on it`,
      };
    default:
      return {
        state: 'not-read',
        cause: `${service} failed (${code}): ${message}`,
        needs: 'run again; report it where that does not help',
      };
  }
}

/** A place that an API says it could not ask. */
export const unreachable = (type: string, project: string, place: string): ManifestGap => ({
  type,
  project,
  state: 'not-read',
  cause: `${place} did not answer`,
  needs: 'run again later',
});
