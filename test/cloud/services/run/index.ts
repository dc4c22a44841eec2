import type { Service } from '../../core/service.ts';
import { API } from './names.ts';
import { v1, v1Routes } from './v1.ts';
import { v2 } from './v2.ts';

/** Cloud Run: one state, as v2 has it, and two views of it. */
export default {
  host: API,
  handlers: { ...v2, ...v1 },
  routes: [
    ...v1Routes,
    {
      verb: 'POST',
      path: /^\/v[12]\/(?<name>projects\/[^/]+\/locations\/[^/]+\/operations\/[^/:]+):wait$/,
      id: 'google.longrunning.Operations.WaitOperation',
    },
  ],
} satisfies Service;
