import { definePolicy, register } from '#policy';

/** The type of the assets that {@link sqlKept} judges. */
export const SQL = 'sqladmin.googleapis.com/Instance';

/** What every policy made for a test declares beside its want. */
export const declared = { title: 'A', why: 'B.', severity: 'low', strategy: ['L204'] } as const;

/** Reads the resource content of one type. */
export const sqlKept = register(
  'sql-kept',
  'disaster-recovery',
  definePolicy({ ...declared, on: SQL, want: { 'settings.tier': { const: 'a' } } }),
);

/** Reads the IAM policy of every type, and names whom it looks for. */
export const openToAll = register(
  'open-to-all',
  'security',
  definePolicy({
    ...declared,
    on: '*',
    reads: ['iam'],
    iamMentions: ['allUsers'],
    want: { '$iam.bindings[*].role': { noneOf: ['roles/owner'] } },
  }),
);
