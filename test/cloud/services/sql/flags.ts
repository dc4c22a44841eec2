import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/service.ts';

const switched = (name: string, engine: string, restart: boolean): JsonObject => ({
  kind: 'sql#flag',
  name,
  type: 'BOOLEAN',
  appliesTo: [engine],
  requiresRestart: restart,
});

/** Some of the flags of https://cloud.google.com/sql/docs/postgres/flags and .../mysql/flags. */
const FLAGS: readonly JsonObject[] = [
  switched('cloudsql.iam_authentication', 'POSTGRES_15', false),
  switched('cloudsql.enable_pgaudit', 'POSTGRES_15', true),
  switched('log_checkpoints', 'POSTGRES_15', false),
  switched('log_connections', 'POSTGRES_15', false),
  switched('log_disconnections', 'POSTGRES_15', false),
  switched('log_lock_waits', 'POSTGRES_15', false),
  {
    kind: 'sql#flag',
    name: 'max_connections',
    type: 'INTEGER',
    appliesTo: ['POSTGRES_15'],
    minValue: '14',
    maxValue: '262143',
    requiresRestart: true,
  },
  switched('local_infile', 'MYSQL_8_0', false),
  switched('skip_show_database', 'MYSQL_8_0', true),
];

/** The flags of every engine, or of one version. */
export const flags: Handler = (call) => {
  const version = call.query.get('databaseVersion');
  const items = FLAGS.filter(
    ({ appliesTo }) => version === null || (appliesTo as string[]).includes(version),
  );
  return { kind: 'sql#flagsList', items: [...items] };
};
