import { type Asset, each, Unknown } from '#policy';

type Instance = Asset<'sqladmin.googleapis.com/Instance'>;
type Flag = { readonly name?: string | undefined; readonly value?: string | undefined };

/** Statement classes of pgAudit, which `all` stands for: https://github.com/pgaudit/pgaudit#pgauditlog */
export const PGAUDIT_CLASSES = ['read', 'write', 'function', 'role', 'ddl', 'misc', 'misc_set'];

/**
 * The value of a database flag; undefined where it is not set.
 * @throws Unknown where it was not found and a flag that may be it could not be read.
 */
export function databaseFlag(db: Instance, name: string): string | undefined {
  const found = each(db.data.settings?.databaseFlags, (flag) =>
    flag.name === name ? flag.value : undefined,
  );
  const known = found.find((value) => !(value instanceof Unknown)) ?? found[0];
  if (known instanceof Unknown) throw known;
  return known;
}

/**
 * The statement classes that a value of `pgaudit.log` has logged, in lower case, with `all` among them where none is
 * left out. The value is a list read from left to right in which `-class` takes one out again.
 */
export function pgauditClasses(value: string | undefined): readonly string[] {
  const logged = new Set<string>();
  for (const item of (value ?? '').toLowerCase().split(',')) {
    const name = item.trim();
    const off = name.startsWith('-');
    for (const one of name === 'all' || name === '-all' ? PGAUDIT_CLASSES : [off ? name.slice(1) : name]) {
      if (off) logged.delete(one);
      else if (PGAUDIT_CLASSES.includes(one)) logged.add(one);
    }
  }
  return PGAUDIT_CLASSES.every((one) => logged.has(one)) ? ['all', ...logged] : [...logged];
}

/**
 * The instance's flags with pgAudit on and at least `classes` logged beside what is logged now: the whole list,
 * because the API replaces it as one.
 */
export function withPgaudit(db: Instance, classes: readonly string[]): readonly Flag[] {
  const log = new Set([...pgauditClasses(databaseFlag(db, 'pgaudit.log')), ...classes]);
  const set: Record<string, string> = {
    'cloudsql.enable_pgaudit': 'on',
    'pgaudit.log': log.has('all') ? 'all' : [...log].join(','),
  };
  const others = (db.data.settings?.databaseFlags ?? []).filter(({ name = '' }) => !Object.hasOwn(set, name));
  return [...others, ...Object.entries(set).map(([name, value]) => ({ name, value }))];
}
