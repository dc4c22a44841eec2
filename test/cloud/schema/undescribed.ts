import { schema } from './declarations.ts';
import type { Field, Kind } from './types.ts';

/** Fields that the services send and no description has, as recorded from them. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  'google.cloud.compute.v1.InstanceGroupManager': { serviceAccount: 'string' },
  'google.cloud.compute.v1.InstanceGroupManagerStatusStateful': { isStateful: 'bool' },
  'google.cloud.compute.v1.InstanceGroupManagerUpdatePolicy': { minReadySec: 'int32' },
};

/**
 * Messages that the service has since given more fields than the client's protos know, and where the declarations of
 * `googleapis` have them: `approvalConfig` of a trigger, which a client may well send.
 */
const NEWER: Readonly<Record<string, readonly [api: string, name: string]>> = {
  'google.cloud.deploy.v1.Target': ['clouddeploy/v1', 'Target'],
  'google.cloud.redis.v1.Instance': ['redis/v1', 'Instance'],
  'google.devtools.artifactregistry.v1.Repository': ['artifactregistry/v1', 'Repository'],
  'google.devtools.cloudbuild.v1.BuildTrigger': ['cloudbuild/v1', 'BuildTrigger'],
  'google.logging.v2.LogSink': ['logging/v2', 'LogSink'],
  'grafeas.v1.Occurrence': ['containeranalysis/v1', 'Occurrence'],
};

/** What a message holds beside its description, of which these are the names. */
export function undescribed(message: string, known: readonly string[]): Field[] {
  const [api, name] = NEWER[message] ?? [];
  const newer = api === undefined || name === undefined ? [] : schema(api, name).fields;
  return [
    ...newer.filter((field) => !known.includes(field.name)),
    ...Object.entries(FIELDS[message] ?? {}).map(([field, kind]) => ({
      name: field,
      proto: field,
      kind,
      list: false,
      map: false,
      required: false,
      output: true,
      immutable: false,
    })),
  ];
}
