import type { Service } from '../../core/service.ts';
import { crudHandlers } from '../../crud/index.ts';
import { ACCOUNT, accountHandlers, WHOLE_ACCOUNT } from './accounts.ts';
import { KEY, keyHandlers } from './keys.ts';
import { NEW_ROLE, ROLE, roleHandlers } from './roles.ts';

/** IAM v1: service accounts, their keys, custom roles (https://cloud.google.com/iam/docs/reference/rest). */
export default {
  host: 'iam.googleapis.com',
  handlers: {
    ...crudHandlers([ACCOUNT, WHOLE_ACCOUNT, KEY, ROLE, NEW_ROLE]),
    ...accountHandlers,
    ...keyHandlers,
    ...roleHandlers,
  },
} satisfies Service;
