import type { Service } from '../../core/service.ts';
import { crudHandlers } from '../../crud/index.ts';
import { SECRET } from './secrets.ts';
import { VERSION, versionHandlers } from './versions.ts';

/** Secret Manager v1 (https://cloud.google.com/secret-manager/docs/reference/rest). */
export default {
  host: 'secretmanager.googleapis.com',
  handlers: { ...crudHandlers([SECRET, VERSION]), ...versionHandlers },
} satisfies Service;
