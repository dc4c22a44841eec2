import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dependencyAudit, imageScan, invalidation, loadTest, qualityCheck, rollback, testRun } from '#facts';
import { shift } from '../../../../src/facts/pipeline/delivery.ts';
import { optionOf, splitLine, unwrapped } from '../../../../src/facts/pipeline/line.ts';
import type { Use } from '../../../../src/facts/pipeline/uses.ts';
import { joinWords } from '../../../../src/inventory/repo/words.ts';

const run = (line: string, id = 'x') =>
  ({ words: unwrapped(splitLine(line)), action: undefined, with: {}, step: { id } }) as unknown as Use;
const action = (name: string, inputs: Record<string, string> = {}) =>
  ({ words: [], action: name, with: inputs, step: {} }) as unknown as Use;

const HIGH = ['high', 'critical'];
const ALL = ['low', 'medium', 'high', 'critical'];

describe('a line', () => {
  it('falls apart into the words that it was joined from', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (words) => {
        expect(splitLine(joinWords(words))).toEqual(words);
      }),
    );
  });

  it.each([
    ['npx --yes eslint .', 'eslint .'],
    ['pnpm exec tsc', 'tsc'],
    ['yarn eslint', 'eslint'],
    ['yarn add x', 'yarn add x'],
    ['sudo env A=b timeout 5m k6 run x', 'k6 run x'],
    ['./node_modules/.bin/jest', 'jest'],
    ['npm audit', 'npm audit'],
  ])('%s runs %s', (line, expected) => expect(unwrapped(splitLine(line)).join(' ')).toBe(expected));

  it('has options in both forms', () => {
    expect(['--a=1', '--b 1', '--c'].map((line) => optionOf(splitLine(`x ${line}`), '--a', '--b'))).toEqual([
      '1',
      '1',
      undefined,
    ]);
  });
});

it.each<[Use, readonly string[] | undefined]>([
  [run('npm audit'), ALL],
  [run('npm audit --audit-level=high'), HIGH],
  [run('npm audit --audit-level none'), []],
  [run('pnpm audit --audit-level moderate'), ['medium', ...HIGH]],
  [run('yarn npm audit --severity critical'), ['critical']],
  [run('npx audit-ci --high'), HIGH],
  [run('npm audit fix'), undefined],
  [run('npm ci'), undefined],
  [run('osv-scanner -r .'), ALL],
  [run('snyk test --severity-threshold=high'), HIGH],
  [action('snyk/actions/node', { args: '--severity-threshold=high' }), HIGH],
  [action('google/osv-scanner-action'), ALL],
  [action('actions/checkout'), undefined],
])('audit %#', (use, catches) => expect(dependencyAudit(use)?.catches).toEqual(catches));

it.each<[Use, readonly string[] | undefined]>([
  [run('trivy image app'), []],
  [run('trivy image --exit-code 0 app'), []],
  [run('trivy image --exit-code 1 app'), ALL],
  [run('trivy image --exit-code=1 --severity HIGH,CRITICAL app'), HIGH],
  [run('trivy fs --exit-code 1 .'), undefined],
  [run('grype app'), []],
  [run('grype app --fail-on high'), HIGH],
  [run('gcloud artifacts docker images scan x --remote'), []],
  [run('grep -Fxq CRITICAL'), ['critical']],
  [action('aquasecurity/trivy-action'), []],
  [action('aquasecurity/trivy-action', { 'exit-code': '1', severity: 'CRITICAL' }), ['critical']],
  [action('aquasecurity/trivy-action', { 'exit-code': '1', 'scan-type': 'fs' }), undefined],
  [action('anchore/scan-action'), ['medium', ...HIGH]],
  [action('anchore/scan-action', { 'fail-build': 'false' }), []],
])('scan %#', (use, catches) => expect(imageScan(use)?.catches).toEqual(catches));

it.each([
  ['eslint .', 'lint'],
  ['next lint', 'lint'],
  ['biome ci .', 'lint format'],
  ['biome format .', 'format'],
  ['biome check --write .', undefined],
  ['prettier --check .', 'format'],
  ['prettier --write .', undefined],
  ['tsc --noEmit', 'types'],
  ['tsc --version', undefined],
])('%s checks %s', (line, expected) => {
  const found = qualityCheck(run(line));
  const told = found && Object.entries(found).flatMap(([name, is]) => (is ? [name] : []));
  expect(told?.join(' ')).toBe(expected);
});

it.each([
  ['vitest run', 'x', 'unit'],
  ['jest --coverage', 'x', 'unit covered'],
  ['nyc mocha test/e2e', 'x', 'integration covered'],
  ['mocha', 'integration', 'integration'],
  ['playwright test', 'x', 'integration'],
  ['playwright install', 'x', undefined],
  ['node --test', 'x', 'unit'],
  ['node server.js', 'x', undefined],
])('%s in %s tests %s', (line, id, expected) => {
  const found = testRun(run(line, id));
  expect(found && `${found.kind}${found.coverage ? ' covered' : ''}`).toBe(expected);
});

it.each<[Use, number | undefined | 'unknown']>([
  [run('gcloud run deploy api --image x'), 100],
  [run('gcloud run deploy api --no-traffic'), 0],
  [run('gcloud run services update-traffic api --to-latest'), 100],
  [run('gcloud run services update-traffic api --to-tags new=25'), 25],
  [run('gcloud run services update-traffic api --to-revisions=a=5,b=95'), 5],
  [run('gcloud run services update-traffic api --to-tags=new=$P'), 'unknown'],
  [run('gcloud run services list'), undefined],
  [action('google-github-actions/deploy-cloudrun', { no_traffic: 'true' }), 0],
  [action('google-github-actions/deploy-cloudrun', { tag_traffic: 'new=5' }), 5],
  [action('google-github-actions/deploy-cloudrun'), 100],
])('traffic %#', (use, percent) => {
  if (percent === 'unknown') expect(() => shift(use)).toThrow();
  else expect(shift(use)?.percent).toBe(percent);
});

it('load, invalidation and rollback are told by their commands', () => {
  expect([loadTest, invalidation, rollback].map((of) => of(run('echo k6 run')))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(loadTest(run('k6 run x.js'))).toBeDefined();
  expect(loadTest(run('k6 version'))).toBeUndefined();
  expect(loadTest(action('grafana/k6-action'))).toBeDefined();
  expect(invalidation(run('gcloud compute url-maps invalidate-cdn-cache web --path /a'))).toEqual({
    path: '/a',
  });
  expect(rollback(run('gcloud run services update-traffic api --to-revisions=a=100'))).toBeDefined();
});
