import { describe, expect, it } from 'vitest';
import { Unknown } from '#policy';
import { linesOf, repoOf, stepsOf } from './made.ts';

const CI = '.github/workflows/ci.yml';
const read = async (text: string, files: Record<string, string> = {}) => {
  const repo = await repoOf({ [CI]: text, ...files });
  return { ...repo, data: repo.asset(CI).data as { events: string[] }, steps: stepsOf(repo.asset(CI)) };
};

describe('a GitHub workflow', () => {
  it('has steps in the order of its jobs, with their commands', async () => {
    const { data, steps, place } = await read(`on: [push, pull_request]
env: {LEVEL: high}
jobs:
  deploy:
    needs: [test, lint]
    environment: {name: production}
    runs-on: ubuntu-latest
    steps:
      - run: ./deploy.sh
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
      - name: Audit
        run: |
          npm audit --audit-level=$LEVEL
          npm test | tee \${{ runner.temp }}/log
  lint:
    runs-on: ubuntu-latest
    steps:
      - run: npx eslint . --max-warnings 0
`);
    expect(data.events).toEqual(['push', 'pull_request']);
    expect(steps.map(({ id, after }) => [id, after])).toEqual([
      ['test/1', []],
      ['test/Audit', ['test/1']],
      ['lint/3', []],
      ['deploy/4', ['test/Audit', 'lint/3']],
    ]);
    expect(steps.map(linesOf)).toEqual([
      [],
      ['npm audit --audit-level=high', '?npm test', "tee '${{ runner.temp }}/log'"],
      ['npx eslint . --max-warnings 0'],
      ['./deploy.sh'],
    ]);
    expect(steps[3]?.['environment']).toBe('production');
    expect(steps[0]?.['with']).toEqual({ 'fetch-depth': '0' });
    expect(place(CI, 'steps[1].run[0]')).toBe(`${CI}:17:11`);
    expect(place(CI, 'steps[2].run[0]')).toBe(`${CI}:22:14`);
    expect(place(CI, 'steps[0].with["fetch-depth"]')).toBe(`${CI}:14:29`);
  });

  it('says what never runs, what may fail, and what runs on failure', async () => {
    const { steps, place } = await read(`on: {push: {branches: [main]}}
jobs:
  a:
    continue-on-error: true
    steps: [{run: a}]
  b:
    if: \${{ false }}
    steps: [{run: b}]
  c:
    steps:
      - run: c
        continue-on-error: \${{ matrix.x }}
      - run: d
        if: failure()
      - run: e
        if: "!failure()"
      - run: f
        shell: pwsh
      - run: g | h
        shell: bash
`);
    expect(
      steps.map(({ optional, disabled, onFailure }) => [
        optional instanceof Unknown || optional,
        disabled,
        onFailure,
      ]),
    ).toEqual([
      [true, false, false],
      [false, true, false],
      [true, false, false],
      [false, false, true],
      [false, false, false],
      [false, false, false],
      [false, false, false],
    ]);
    expect(steps[2]?.['optional']).toBeInstanceOf(Unknown);
    expect(steps[5]?.run).toBeInstanceOf(Unknown);
    expect(linesOf(steps[6] as never)).toEqual(['g', 'h']);
    expect(place(CI, 'steps[3].disabled')).toBe(`${CI}:14:13`);
  });

  it('takes in local actions and reusable workflows, at the place that calls them', async () => {
    const { steps, place } = await read(
      `on: push
jobs:
  a:
    steps:
      - uses: ./.github/actions/setup
      - run: npm test
  b:
    needs: a
    uses: ./.github/workflows/reused.yml
  c:
    needs: b
    uses: other/repo/.github/workflows/x.yml@v1
`,
      {
        '.github/actions/setup/action.yml':
          'runs: {using: composite, steps: [{run: npm ci, shell: bash}, {run: npm audit, shell: bash}]}',
        '.github/workflows/reused.yml': 'on: workflow_call\njobs: {x: {steps: [{run: make}]}}',
      },
    );
    expect(steps.map(({ id, after }) => [id, after])).toEqual([
      ['a/1', []],
      ['a/2', ['a/1']],
      ['a/3', ['a/2']],
      ['b/x/4', ['a/3']],
      ['c', ['b/x/4']],
    ]);
    expect(steps.map((step) => linesOf(step)[0] ?? step['uses'])).toEqual([
      'npm ci',
      'npm audit',
      'npm test',
      'make',
      'other/repo/.github/workflows/x.yml@v1',
    ]);
    expect(place(CI, 'steps[1].run[0]')).toBe(`${CI}:5:9`);
  });

  it.each(['on: push', 'jobs: []', 'jobs: {a: {needs: b}, b: {needs: a}}', '\t'])(
    'that is broken: %j',
    async (text) => {
      const { problems, asset } = await repoOf({ [CI]: text });
      expect(problems.map(({ code }) => code)).toEqual(['E_REPO_FILE']);
      expect(stepsOf(asset(CI))).toBeInstanceOf(Unknown);
    },
  );
});
