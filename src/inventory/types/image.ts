import type { TypeTable } from './table.ts';

/** Container image configurations: a type of this tool, in the shape of the OCI image specification. */
export const IMAGE: TypeTable = {
  types: ['oci.image/Config'],
  labels: 'config.Labels',
  absence: {
    'config.User': {
      value: '',
      source: 'OCI image specification, config.md: without User the image runs as root',
    },
  },
  lists: ['config.Env', 'config.Entrypoint', 'config.Cmd'],
};
