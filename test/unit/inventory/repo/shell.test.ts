import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { ShellError, type ShellOptions } from '../../../../src/inventory/repo/command.ts';
import { inside } from '../../../../src/inventory/repo/folder.ts';
import { commandsOf, startShell } from '../../../../src/inventory/repo/shell.ts';
import { joinWords } from '../../../../src/inventory/repo/words.ts';

beforeAll(startShell);

/** The commands of a script: `?` before one whose failure goes unnoticed, `!` before one that runs on failure. */
const told = (script: string, options?: ShellOptions) =>
  commandsOf(script, options).map(
    ({ words, unchecked, onFailure }) => `${onFailure ? '!' : ''}${unchecked ? '?' : ''}${joinWords(words)}`,
  );

const E = { errexit: true };

describe('the commands of a script', () => {
  it.each<[string, string, ShellOptions, string[]]>([
    ['the last command decides', 'npm ci\nnpm audit', {}, ['?npm ci', 'npm audit']],
    ['set -e makes each decide', 'set -e\nnpm audit\nnpm ci', {}, ['npm audit', 'npm ci']],
    ['set -euo pipefail too', 'set -euo pipefail\na | b\nc', {}, ['a', 'b', 'c']],
    ['set -o errexit too', 'set -o errexit\na\nb', {}, ['a', 'b']],
    ['set +e ends it', 'set +e\nnpm audit\nb', E, ['?npm audit', 'b']],
    ['|| true', 'npm audit || true', E, ['?npm audit', '!true']],
    ['|| echo', 'npm audit || echo found', E, ['?npm audit', '!echo found']],
    ['|| exit 1', 'npm audit || exit 1\nb', {}, ['npm audit', '!?exit 1', 'b']],
    [
      '|| { echo; exit 1; }',
      'npm audit || { echo no; exit 1; }\nb',
      {},
      ['npm audit', '!?echo no', '!?exit 1', 'b'],
    ],
    ['|| exit 0', 'npm audit || exit 0\nb', E, ['?npm audit', '!exit 0', 'b']],
    ['; true', 'npm audit; true', {}, ['?npm audit', 'true']],
    ['; exit 0', 'npm audit; exit 0', {}, ['?npm audit', 'exit 0']],
    ['what comes after exit never runs', 'exit 0\nnpm audit', E, ['exit 0']],
    ['&& last', 'npm ci && npm audit', {}, ['npm ci', 'npm audit']],
    ['the left of && in the middle', 'npm audit && echo ok\nb', E, ['?npm audit', 'echo ok', 'b']],
    ['a pipe hides its left', 'npm audit | tee log', E, ['?npm audit', 'tee log']],
    ['pipefail does not', 'npm audit | tee log', { errexit: true, pipefail: true }, ['npm audit', 'tee log']],
    ['negated', '! npm audit', E, ['?npm audit']],
    ['in the background', 'npm audit &\nb', E, ['?npm audit', 'b']],
    ['a condition', 'if npm audit; then a; fi\nb', E, ['?npm audit', 'a', 'b']],
    [
      'a condition whose failure exits',
      'if ! npm audit; then echo no; exit 1; fi\nb',
      {},
      ['npm audit', '!?echo no', '!?exit 1', 'b'],
    ],
    [
      'an else that exits',
      'if npm audit; then a; else exit 1; fi\nb',
      {},
      ['npm audit', '?a', '!?exit 1', 'b'],
    ],
    [
      'text is no command',
      'echo "npm audit" # npm audit\ncat <<EOF\nnpm audit\nEOF',
      E,
      ["echo 'npm audit'", 'cat'],
    ],
    ['a loop is unrolled', 'for p in 5 25; do go --to=$R=$p; done', E, ['go --to=$R=5', 'go --to=$R=25']],
    ['a loop over who knows what', 'for p in $(ls); do go $p; done', E, ['go $p']],
    ['variables', 'S=api\nX=$(date)\ngo "$S-${S}" $X', E, ['date', 'go api-api $X']],
    ['given variables', 'go $_S', { variables: new Map([['_S', 'web']]) }, ['go web']],
    ['a function', 'f() { npm audit; }\nf || true', E, ['?npm audit', '!true']],
    ['bash -c', 'bash -c "npm audit; true"', E, ['?npm audit', 'true']],
    ['bash -ec', 'bash -ec "npm audit; true" || true', E, ['?npm audit', '?true', '!true']],
    ['bash -ec that decides', 'bash -ec "npm audit; true"', {}, ['npm audit', 'true']],
    ['eval', 'eval "npm audit"', E, ['npm audit']],
    ['eval of who knows what', 'eval "$CMD"', E, ['eval $CMD']],
    ['trap ERR', 'trap "roll back" ERR\ngo', E, ['!?roll back', 'go']],
    ['a subshell keeps its folder', '(cd web; npm test)\nnpm test', E, ['npm test', 'npm test']],
    [
      'an expression of GitHub',
      "go --x=${{ matrix.a || 'b' }} y",
      E,
      ["go '--x=${{ matrix.a || '\\''b'\\'' }}' y"],
    ],
    ['a variable as a command', '$CMD audit', E, ['$CMD audit']],
    ['lines that go on', 'go \\\n  --now', E, ['go --now']],
    ['assignments before a command', 'CI=1 npm test', E, ['npm test']],
  ])('%s', (_, script, options, expected) => {
    expect(told(script, options)).toEqual(expected);
  });

  it('know their place and folder', () => {
    const [, third] = commandsOf('echo a\ncd web\n  npm test && b');
    expect(third).toMatchObject({ from: { row: 2, column: 2 }, to: { row: 2, column: 10 }, folder: 'web' });
  });

  it.each(['if true; then', 'a && && b', 'echo "'])('refuses %j', (script) => {
    expect(() => commandsOf(script)).toThrow(ShellError);
  });

  it('ends, whatever it is given', () => {
    const part = fc.constantFrom(
      'a',
      '&&',
      '||',
      ';',
      '\n',
      '(',
      ')',
      '{ ',
      '; }',
      'if ',
      'then ',
      'fi',
      '$X',
      '"',
      "'",
      'f() { f; }',
      'bash -c ',
      '| ',
      '! ',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 20 }), (parts) => {
        try {
          return commandsOf(parts.join(' ')).length >= 0;
        } catch (thrown) {
          return thrown instanceof ShellError;
        }
      }),
      { numRuns: 200 },
    );
  });
});

it('folders stay inside', () => {
  expect(['a', 'a/../b', '..', '/x', '$X', undefined].map((below) => inside('.', below))).toEqual([
    'a',
    'b',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
