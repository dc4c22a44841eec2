import type { Field, Kind } from './types.ts';

/** Fields that the services send and no description has, as recorded from them. */
const FIELDS: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  'google.cloud.compute.v1.InstanceGroupManager': { serviceAccount: 'string' },
  'google.cloud.compute.v1.InstanceGroupManagerStatusStateful': { isStateful: 'bool' },
  'google.cloud.compute.v1.InstanceGroupManagerUpdatePolicy': { minReadySec: 'int32' },
};

/** What a message holds beside its description. */
export const undescribed = (message: string): Field[] =>
  Object.entries(FIELDS[message] ?? {}).map(([name, kind]) => ({
    name,
    proto: name,
    kind,
    list: false,
    map: false,
    required: false,
    output: true,
    immutable: false,
  }));
