import { ApiError } from '../../core/errors.ts';
import { type JsonObject, listOf, objectOf, textOf } from '../../core/json.ts';
import { withNumber } from '../../crud/find.ts';
import { methodsOf, policyMethods } from '../../crud/index.ts';
import { type Kind, madeAt, type Write } from '../../crud/kind.ts';

/** The versions of the API that hold a secret alike. */
export const SERVICES = ['v1', 'v1beta2'].map(
  (version) => `google.cloud.secretmanager.${version}.SecretManagerService`,
);

/** A stale etag is a failed precondition (https://cloud.google.com/secret-manager/docs/etags). */
export const STALE = {
  http: 400,
  status: 'FAILED_PRECONDITION',
  message: 'The etag provided does not match the current etag of the resource.',
} as const;

const invalid = (message: string): ApiError => new ApiError(400, { status: 'INVALID_ARGUMENT', message });

/** Rotation is announced to topics and begins at a time (https://cloud.google.com/secret-manager/docs/secret-rotation). */
function check(_: unknown, { before, name, data }: Write): void {
  if (!before && !name.includes('/locations/') && data['replication'] === undefined) {
    throw invalid('The replication policy of a secret is required: automatic or user-managed.');
  }
  const { nextRotationTime, rotationPeriod } = objectOf(data['rotation']);
  if (data['rotation'] === undefined) return;
  if (listOf(data['topics']).length === 0) {
    throw invalid('At least one topic is required for a secret with rotation.');
  }
  if (rotationPeriod !== undefined && nextRotationTime === undefined) {
    throw invalid('The next rotation time is required where a rotation period is set.');
  }
}

/** Secrets, by the number of the project as the service itself shows them. */
export const SECRET: Kind = {
  type: 'secretmanager.googleapis.com/Secret',
  plural: 'secrets',
  permission: 'secretmanager.secrets',
  methods: Object.assign(methodsOf(SERVICES, 'Secret'), ...SERVICES.map(policyMethods)),
  page: { size: 100, most: 25_000 },
  id: 'secretId',
  numbered: true,
  shown: withNumber,
  unmasked: 'refused',
  etag: STALE,
  check,
  fill(call, write): JsonObject {
    const { ttl, ...data } = write.data;
    const seconds = Number(textOf(ttl)?.slice(0, -1) ?? 0);
    const expires =
      seconds > 0 ? { expireTime: call.cloud.clock.iso(call.cloud.clock.now() + seconds * 1000) } : {};
    return { ...data, ...expires, ...madeAt(call, write) };
  },
  missing: (path) => `Secret [${path}] not found.`,
  taken: (path) => `Secret [${path}] already exists.`,
};
