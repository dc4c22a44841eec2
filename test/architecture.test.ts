import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findPolicies } from '../src/cli/harness/index.ts';
import { circleIn, importsOf, runningImportsOf, sourcesIn, specifiersIn } from './tools/imports.ts';

const root = join(import.meta.dirname, '..');
const files = ['src', 'policies', 'reporters'].flatMap((folder) => sourcesIn(root, folder));
const imports = importsOf(root, files);
const written = files.filter((file) => !file.endsWith('.generated.ts'));
const linesOf = (file: string): number => readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length;

/** Source without comments and texts, in which a word is used and not mentioned. */
const codeOf = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g, ' ');

/** The room a file stands in: a folder of src, or policies, or reporters. */
const roomOf = (file: string): string =>
  /^src\/[^/]+\.ts$/.test(file)
    ? file
    : file.startsWith('src/')
      ? file.split('/').slice(0, 2).join('/')
      : (file.split('/')[0] as string);

/** Clients of Google's APIs: only live inventory knows them. */
const CLIENTS = ['@google-cloud/asset', '@google-cloud/resource-manager', 'googleapis'];

/** Which rooms, packages and Node modules each room may import, beside itself. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  policies: ['src/policy', 'src/facts'],
  // Of sarif there is nothing but types: @types/sarif.
  reporters: ['src/report', 'chalk', 'sarif'],
  'src/errors.ts': [],
  // A CommonJS package is loaded when it is first needed, or into an ES module at all, by node:module only.
  'src/policy': ['src/errors.ts', 'ajv', 'node:module'],
  'src/facts': ['src/policy', '@lezer/common', '@prometheus-io/lezer-promql', 'node:module'],
  // What every call to Google's APIs goes through. Their clients are loaded when they are first needed.
  'src/google': ['src/errors.ts', 'google-auth-library', 'node:timers'],
  'src/inventory': [
    'src/policy',
    'src/errors.ts',
    'src/google',
    ...CLIENTS,
    'fzstd',
    // Source that findings point into: Terraform in both syntaxes, and the archive that a binary plan is.
    'web-tree-sitter',
    'jsonc-parser',
    'fflate',
    // A repository's files; its shell scripts are read by a grammar as well.
    'dockerfile-ast',
    'yaml',
    'node:*',
  ],
  // Packing text in memory is pure, as hashing is: a platform's limit is one of packed bytes.
  'src/report': ['src/policy', 'src/errors.ts', 'node:crypto', 'node:zlib'],
  // A user's own modules are given this program's #facts, not a copy of them.
  'src/config': ['src/policy', 'src/errors.ts', 'src/facts', 'ajv', 'jiti', 'yaml', 'picomatch', 'node:*'],
  'src/audit': ['src/policy', 'src/errors.ts', 'src/inventory', 'src/report', 'picomatch'],
  'src/drift': ['src/policy', 'src/errors.ts', 'src/inventory', 'src/report', 'src/audit', 'node:util'],
  'src/provisioner': ['src/policy', 'src/errors.ts', 'src/facts', 'src/inventory', 'src/report', 'src/audit'],
  'src/index.ts': ['src/policy', 'src/errors.ts', 'src/audit', 'src/report', 'src/inventory', 'src/config'],
  'src/catalogue.generated.ts': ['policies', 'src/policy'],
};

/** The only modules of src/inventory that src/audit may know: the world it judges. */
const WORLD = /^src\/inventory\/(world|coverage|needs|references)\.ts$/;

const allowed = (may: readonly string[], target: string): boolean =>
  may.includes(target) ||
  (target.startsWith('node:') && may.includes('node:*')) ||
  (/\.(ts|json)$/.test(target) && may.includes(roomOf(target)));

describe('imports', () => {
  test('are found in every form', () => {
    const source = `import a from 'a';\nimport type { B } from "b";\nimport {\n  c,\n} from './c.ts';\nimport 'd';
export * from './e.ts';\nexport { f } from '#f';\nconst g = await import('g');\nconst from = 'not one';`;
    expect(specifiersIn(source)).toEqual(['a', 'b', './c.ts', 'd', './e.ts', '#f', 'g']);
  });

  test.each(files.filter((file) => roomOf(file) !== 'src/cli'))('%s imports what its room may', (file) => {
    const may = MAY[roomOf(file)];
    expect(may, `no rule for the room ${roomOf(file)}`).toBeDefined();
    const wrong = imports
      .get(file)
      ?.filter((target) => roomOf(target) !== roomOf(file) && !allowed(may ?? [], target));
    expect(wrong).toEqual([]);
  });

  test('nothing imports the command line', () => {
    const wrong = files.filter(
      (file) => roomOf(file) !== 'src/cli' && imports.get(file)?.some((one) => one.startsWith('src/cli/')),
    );
    expect(wrong).toEqual([]);
  });

  test('only the catalogue and the command line know policies', () => {
    const known = files.filter((file) => imports.get(file)?.some((one) => one.startsWith('policies/')));
    expect(known.filter((file) => roomOf(file) !== 'policies')).toEqual(
      known.includes('src/catalogue.generated.ts') ? ['src/catalogue.generated.ts'] : [],
    );
  });

  test('policies, reporters and facts go through the front door of a room', () => {
    const wrong = [...imports].flatMap(([file, targets]) =>
      ['policies', 'reporters', 'src/facts'].includes(roomOf(file))
        ? targets
            .filter(
              (one) => one.startsWith('src/') && roomOf(one) !== roomOf(file) && basename(one) !== 'index.ts',
            )
            .map((one) => `${file} imports ${one}`)
        : [],
    );
    expect(wrong).toEqual([]);
  });

  test('a policy imports no other policy', () => {
    const wrong = [...imports].flatMap(([file, targets]) =>
      roomOf(file) === 'policies'
        ? targets.filter((one) => one.startsWith('policies/') && !/\/_[^/]+$/.test(one))
        : [],
    );
    expect(wrong).toEqual([]);
  });

  test('the audit knows of the inventory only the world', () => {
    const wrong = [...imports].flatMap(([file, targets]) =>
      roomOf(file) === 'src/audit'
        ? targets
            .filter((one) => one.startsWith('src/inventory/') && !WORLD.test(one))
            .map((one) => `${file}: ${one}`)
        : [],
    );
    expect(wrong).toEqual([]);
  });

  test('only live inventory knows Google and its clients', () => {
    const wrong = [...imports].flatMap(([file, targets]) =>
      /^src\/(google|inventory\/live|cli)\//.test(file)
        ? []
        : targets.filter((one) => one.startsWith('src/google/') || CLIENTS.includes(one)),
    );
    expect(wrong).toEqual([]);
  });

  test('every file that is imported is there', () => {
    const missing = [...imports].flatMap(([file, targets]) =>
      targets
        .filter((one) => /\.(ts|json)$/.test(one) && !existsSync(join(root, one)))
        .map((one) => `${file} imports ${one}`),
    );
    expect(missing).toEqual([]);
  });

  test('run in no circle', () => {
    expect(
      circleIn(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b', 'c', 'b']);
    expect(circleIn(runningImportsOf(root, files))).toBeUndefined();
  });
});

describe('rooms', () => {
  test('only the command line touches the console and the process', () => {
    const wrong = written.filter(
      (file) =>
        roomOf(file) !== 'src/cli' &&
        /\b(console|process)\.[a-z]/.test(codeOf(readFileSync(join(root, file), 'utf8'))),
    );
    expect(wrong).toEqual([]);
  });

  test('no module is longer than 300 lines', () => {
    expect(written.filter((file) => linesOf(file) > 300)).toEqual([]);
  });

  test('nothing is left to do', () => {
    const wrong = written.filter((file) =>
      /\b(TODO|FIXME|XXX)\b/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });
});

describe('policies', () => {
  const policies = findPolicies(join(root, 'policies'), join(root, 'fixtures/policies'));
  const linesFor = new Map(
    policies.map(({ id, declaration }) => [id, linesOf(declaration.slice(root.length + 1))]),
  );

  test('none has more than 40 lines', () => {
    expect([...linesFor].filter(([, lines]) => lines > 40)).toEqual([]);
  });

  test('half of them have at most 27', () => {
    const lines = [...linesFor.values()].sort((a, b) => a - b);
    expect(lines[Math.floor(lines.length / 2)]).toBeLessThanOrEqual(27);
  });

  test('each has its rows, and no rows are without a policy', () => {
    expect(policies.filter(({ rows }) => !existsSync(rows)).map(({ id }) => id)).toEqual([]);
    const known = new Set(policies.map(({ rows }) => rows));
    const rows = readdirSync(join(root, 'fixtures/policies'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(rows.filter((file) => !known.has(file))).toEqual([]);
  });

  test('no id stands in two sections', () => {
    expect(new Set(policies.map(({ id }) => id)).size).toBe(policies.length);
  });

  test('at most one in ten judges by code', () => {
    const judging = policies.filter(({ declaration }) =>
      /^\s+judge(:|\()/m.test(readFileSync(declaration, 'utf8')),
    );
    expect(judging.length).toBeLessThanOrEqual(policies.length / 10);
  });
});

test('no tracked file names a place on the machine it was written on', () => {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  const wrong = tracked.filter((file) => {
    // The lock file names the registry; this file names what it looks for.
    if (file === '' || file === 'package-lock.json' || file === 'test/architecture.test.ts') return false;
    const path = join(root, file);
    return existsSync(path) && /(^|[\s'"`(=])\/(work|root|home|tmp)\//m.test(readFileSync(path, 'latin1'));
  });
  expect(wrong).toEqual([]);
});
