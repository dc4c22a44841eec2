import { describe, expect, it } from 'vitest';
import { Unknown } from '#policy';
import { linesOf, repoOf, stepsOf } from './made.ts';

const read = async (text: string, files: Record<string, string> = {}) => {
  const repo = await repoOf({ 'cloudbuild.yaml': text, ...files });
  return { ...repo, steps: stepsOf(repo.asset('cloudbuild.yaml')) };
};

describe('a Cloud Build configuration', () => {
  it('has commands by builder, entry point, script and shell, each with its place', async () => {
    const { steps, place } = await read(`substitutions:
  _SERVICE: api
steps:
  - name: gcr.io/cloud-builders/docker
    args: [build, -t, "eu-docker.pkg.dev/$PROJECT_ID/app/\${_SERVICE}", .]
  - name: node:22
    entrypoint: npm
    args:
      - audit
      - --audit-level=high
    dir: web
  - id: shell
    name: node:22
    entrypoint: bash
    args:
      - -c
      - |
        set -e
        echo $$HOME && npm audit || true
        npm test
  - name: node:22
    script: |
      #!/usr/bin/env bash
      npm run lint
  - name: python
    script: |
      #!/usr/bin/env python
      print("npm audit")
  - name: gcr.io/$PROJECT_ID/own
    args: [x]
`);
    expect(steps.map((step) => (Array.isArray(step.run) ? linesOf(step) : undefined))).toEqual([
      ['docker build -t eu-docker.pkg.dev/$PROJECT_ID/app/api .'],
      ['npm audit --audit-level=high'],
      ['?echo $HOME', '?npm audit', '!true', 'npm test'],
      ['npm run lint'],
      undefined,
      [],
    ]);
    expect(steps[4]?.run).toBeInstanceOf(Unknown);
    expect(steps[5]?.['uses']).toBe('gcr.io/$PROJECT_ID/own');
    expect([
      place('cloudbuild.yaml', 'steps[0].run[0]'),
      place('cloudbuild.yaml', 'steps[2].run[1]'),
      place('cloudbuild.yaml', 'steps[2].run[3].line'),
      place('cloudbuild.yaml', 'steps[3].run[0]'),
      place('cloudbuild.yaml', 'steps[4].run'),
    ]).toEqual([
      'cloudbuild.yaml:5:11',
      'cloudbuild.yaml:19:24',
      'cloudbuild.yaml:20:9',
      'cloudbuild.yaml:24:7',
      'cloudbuild.yaml:25:5',
    ]);
  });

  it('waits as it says: for what it names, for nothing, or for all before it', async () => {
    const { steps } = await read(`steps:
  - {name: a, id: a}
  - {name: b, id: b, waitFor: ['-']}
  - {name: c, id: c, waitFor: [a]}
  - {name: d}
  - {name: e}
`);
    expect(steps.map(({ after }) => after)).toEqual([[], [], ['a'], ['b', 'c'], ['step 4']]);
  });

  it('says which failures do not count', async () => {
    const { steps, place } = await read(`steps:
  - name: a
    allowFailure: true
  - name: b
    allowExitCodes: [1]
  - name: c
    allowExitCodes: [137]
  - name: d
    allowFailure: $_X
  - name: e
`);
    const optional = steps.map((step) => step['optional']);
    expect(optional.map((one) => (one instanceof Unknown ? 'unknown' : one))).toEqual([
      true,
      true,
      false,
      'unknown',
      false,
    ]);
    expect(place('cloudbuild.yaml', 'steps[1].optional')).toBe('cloudbuild.yaml:5:21');
  });

  it('follows npm scripts and scripts of the repository', async () => {
    const { steps } = await read(
      `steps:
  - {name: node, entrypoint: npm, args: [run, check]}
  - {name: node, entrypoint: npm, args: [run, gone]}
  - {name: node, entrypoint: npm, args: [test, --prefix, web]}
  - {name: node, entrypoint: bash, args: [deploy/ci.sh]}
  - {name: node, entrypoint: yarn, args: [loop]}
`,
      {
        'package.json': JSON.stringify({
          scripts: {
            check: 'npm run lint && tsc --noEmit',
            prelint: 'echo',
            lint: 'eslint . || true',
            loop: 'yarn loop',
          },
        }),
        'web/package.json': JSON.stringify({ scripts: { test: 'vitest run' } }),
        'deploy/ci.sh': '#!/bin/bash\nset -e\nnpm audit\ncd web\nnpm test\n',
      },
    );
    expect(steps.map(linesOf)).toEqual([
      ['echo', '?eslint .', '!true', 'tsc --noEmit'],
      ['npm run gone'],
      ['vitest run'],
      ['npm audit', 'vitest run'],
      ['yarn loop'],
    ]);
  });

  it('may be JSON, and use anchors', async () => {
    const repo = await repoOf({
      'deploy/cloudbuild-production.json':
        '{"steps": [{"name": "gcr.io/cloud-builders/npm", "args": ["audit"]}]}',
      'cloudbuild.yaml': 'x: &x {name: npm, args: [ci]}\nsteps: [*x, {<<: *x, args: [audit]}]\n',
    });
    expect(stepsOf(repo.asset('deploy/cloudbuild-production.json')).map(linesOf)).toEqual([['npm audit']]);
    expect(stepsOf(repo.asset('cloudbuild.yaml')).map(linesOf)).toEqual([['npm ci'], ['npm audit']]);
  });

  it.each([
    ['steps: [', 1],
    ['a: 1\nsteps: {}\n', 2],
    ['steps:\n  - args: [x]\n', 2],
    ['a: 1\na: 2\nsteps: []\n', 2],
    ['steps: *gone\n', undefined],
    ['', undefined],
    [
      `a: &a [x]\n${Array.from({ length: 9 }, (_, i) => `${'bcdefghij'[i]}: &${'bcdefghij'[i]} [${`*${'abcdefghi'[i]},`.repeat(9)}]`).join('\n')}\nsteps: *j\n`,
      undefined,
    ],
  ])('that is broken is a problem, and unknown: %j', async (text, line) => {
    const { problems, asset } = await repoOf({ 'cloudbuild.yaml': text });
    expect(problems).toHaveLength(1);
    expect(problems[0]?.code).toBe('E_REPO_FILE');
    if (line !== undefined) expect(problems[0]?.line).toBe(line);
    expect(stepsOf(asset('cloudbuild.yaml'))).toBeInstanceOf(Unknown);
  });
});
