import type { Service } from '../../core/service.ts';
import { flags } from './flags.ts';
import { instances } from './instances.ts';
import { operations } from './operations.ts';
import { parts } from './parts.ts';

const methods = { ...instances, ...operations, ...parts, 'SqlFlagsService.List': flags };

/** Cloud SQL Admin: v1 and v1beta4 are one API under two paths. */
export default {
  host: 'sqladmin.googleapis.com',
  handlers: Object.fromEntries(
    ['v1', 'v1beta4'].flatMap((version) =>
      Object.entries(methods).map(([method, handler]) => [`google.cloud.sql.${version}.${method}`, handler]),
    ),
  ),
} satisfies Service;
