import type { Service } from '../../core/service.ts';
import { API } from './names.ts';
import { v1 } from './v1.ts';
import { v2 } from './v2.ts';

/** Cloud Run: one state, as v2 has it, and two views of it. */
export default {
  host: API,
  handlers: { ...v2, ...v1 },
} satisfies Service;
