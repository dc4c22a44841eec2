import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Ended } from '../cloud/client.ts';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import type { Fault } from '../cloud/core/faults.ts';
import { organizationOf } from '../cloud/organization.ts';
import { recordsOf } from './deployment.ts';
import { pinky } from './pinky.ts';

const OWNER = 'owner@shop-000.iam.gserviceaccount.com';
const { seed } = organizationOf({ projects: 4, services: 2, instances: 1, secrets: 0 });
/** Of production, with what passes and what fails in it. */
const PROJECT = 'shop-003';
const LIST = 'AssetService.ListAssets';
const POLICIES = ['sql-*', 'run-min-instances', 'image-non-root', 'iam-no-public-members'];
const SCAN = ['scan', '--project', PROJECT, ...POLICIES.flatMap((glob) => ['--policy', glob])];

interface Report {
  readonly promises: readonly { readonly policy: string; readonly verdict: string }[];
  readonly results: readonly {
    readonly policy: string;
    readonly verdict: string;
    readonly asset: { readonly name: string };
  }[];
  readonly ledger: readonly { readonly type: string; readonly state: string; readonly reason?: string }[];
}

let cloud: Cloud;
/** What is judged where nothing goes wrong. */
let judged: readonly string[];
beforeAll(async () => {
  const bindings = [{ role: 'roles/owner', members: [`serviceAccount:${OWNER}`] }];
  const organization = { id: '300000000001', domain: 'shop.example.com', bindings };
  cloud = await startCloud({ seed: { ...seed, organization } });
  judged = verdictsOf((await scan()).report);
  cloud.log.clear();
});
afterAll(() => cloud?.close());
afterEach(() => {
  cloud.faults.clear();
  cloud.log.clear();
});

async function scan(): Promise<Ended & { readonly report: Report }> {
  const ended = await pinky(cloud, [...SCAN, '--all', '--format', 'json'], { hurried: true });
  expect(ended.stderr).not.toMatch(/E_DEFECT|unhandled|uncaught|^\s+at /im);
  return { ...ended, report: JSON.parse(ended.stdout) as Report };
}

/** Results that say that something holds, or that it does not. */
const verdictsOf = ({ results }: Report): readonly string[] =>
  results
    .filter(({ verdict }) => verdict === 'pass' || verdict === 'fail')
    .map(({ policy, verdict, asset }) => `${policy} ${verdict} ${asset.name}`);

/** Requests to an API or for a method of one. */
const asked = (what: string): number =>
  cloud.log.requests.filter(({ host, method }) => host.endsWith(what) || method?.endsWith(what)).length;

interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly code: number;
  /** Policies that promise nothing any more. */
  readonly unread: RegExp;
  /** What is no longer judged, where that is less than all that those policies judge. */
  readonly lost?: RegExp;
  readonly state: string;
  readonly reason: RegExp;
  readonly hint: RegExp;
  /** Requests of what the fault befalls, at most. */
  readonly most: number;
}

const ALL = /./;
/** Folders and the organization are read from an API of their own. */
const BELOW = /^(?!.*\/(?:folders|organizations)\/)/;
const always = (fault: Fault): Fault => ({ times: 'always', rpc: LIST, ...fault });
/** A probe that is tried eight times, then each content once. */
const TRIED = 8 + 3;

const CASES: readonly Case[] = [
  {
    name: 'the API is disabled',
    fault: always({ preset: 'api-disabled' }),
    ...{ code: 2, unread: ALL, lost: BELOW, state: 'not-read', most: 4 },
    reason: /API disabled: cloudasset\.googleapis\.com/,
    hint: /gcloud services enable cloudasset\.googleapis\.com --project=/,
  },
  {
    name: 'permission is denied',
    fault: always({ preset: 'denied' }),
    ...{ code: 2, unread: ALL, lost: BELOW, state: 'denied', most: 4 },
    reason: /permission denied: cloudasset/,
    hint: /grant cloudasset\..*--print-role/,
  },
  {
    name: 'a quota project is missing',
    fault: always({ preset: 'quota-project' }),
    ...{ code: 2, unread: ALL, lost: BELOW, state: 'not-read', most: 4 },
    reason: /no quota project/,
    hint: /gcloud auth application-default set-quota-project/,
  },
  {
    name: 'the quota project may not be used',
    fault: always({ preset: 'quota-project-denied' }),
    ...{ code: 2, unread: ALL, lost: BELOW, state: 'not-read', most: 4 },
    reason: /no quota project that may be used/,
    hint: /serviceusage\.services\.use/,
  },
  {
    name: 'a storm of 429',
    fault: always({ preset: 'rate-limited' }),
    ...{ code: 2, unread: ALL, lost: BELOW, state: 'not-read', most: TRIED },
    reason: /quota exhausted: Quota exceeded/,
    hint: /run again later, or ask for more quota of cloudasset\.googleapis\.com/,
  },
  {
    name: 'a 429 that asks for more patience than there is',
    fault: always({ preset: 'rate-limited', retryInfo: 3600 }),
    ...{ code: 2, unread: ALL, lost: BELOW, state: 'not-read', most: 4 },
    reason: /quota exhausted/,
    hint: /run again later/,
  },
  {
    name: '503 without end',
    fault: always({ preset: 'unavailable' }),
    ...{ code: 2, unread: ALL, lost: BELOW, state: 'not-read', most: TRIED },
    reason: /did not answer \(UNAVAILABLE\)/,
    hint: /run again later/,
  },
  {
    name: 'every page breaks off',
    fault: always({ resetAfterBytes: 20 }),
    ...{ code: 2, unread: ALL, lost: BELOW, state: 'not-read', most: TRIED },
    reason: /did not answer \(INTERNAL\)/,
    hint: /run again later/,
  },
  {
    name: 'tokens are refused though they are new',
    fault: always({ preset: 'unauthenticated' }),
    ...{ code: 2, unread: ALL, lost: BELOW, state: 'not-read', most: 2 },
    reason: /the credentials were refused/,
    hint: /gcloud auth application-default login/,
  },
  {
    name: 'the policy of the organization may not be read',
    fault: always({ rpc: 'Organizations.GetIamPolicy', preset: 'denied' }),
    ...{ code: 1, unread: /^iam-/, lost: /\/organizations\//, state: 'denied', most: 1 },
    reason: /permission denied: .* on organizations\/300000000001/,
    hint: /grant /,
  },
  {
    name: 'what stands above the project cannot be asked for',
    fault: { host: 'cloudresourcemanager.googleapis.com', times: 'always', preset: 'api-disabled' },
    ...{ code: 1, unread: /^iam-/, lost: /\/(folders|organizations)\//, state: 'not-read', most: 1 },
    reason: /API disabled: cloudresourcemanager\.googleapis\.com/,
    hint: /gcloud services enable cloudresourcemanager\.googleapis\.com/,
  },
  {
    name: 'the registry refuses',
    fault: { host: 'docker.pkg.dev', times: 'always', preset: 'denied' },
    ...{ code: 1, unread: /^image-non-root/, state: 'denied', most: 2 },
    reason: /permission denied/,
    hint: /grant /,
  },
  {
    name: 'the registry is away',
    fault: { host: 'docker.pkg.dev', times: 'always', status: 502 },
    ...{ code: 1, unread: /^image-non-root/, state: 'not-read', most: 16 },
    reason: /did not answer \(502\)/,
    hint: /run again later/,
  },
];

describe('what could not be read is unknown, says why, and is not asked for without end', () => {
  test.each(CASES)('$name', async ({ fault, code, unread, lost = unread, state, reason, hint, most }) => {
    cloud.faults.add(fault);
    const { report, stderr, ...ended } = await scan();
    expect(ended.code, stderr).toBe(code);
    // Nothing is judged that was not read, and all that was.
    expect(verdictsOf(report)).toEqual(judged.filter((one) => !lost.test(one)));
    const open = report.promises.filter(({ policy }) => unread.test(policy));
    expect(new Set(open.map(({ verdict }) => verdict))).toEqual(new Set(['unknown']));
    expect(report.ledger).toContainEqual(
      expect.objectContaining({ state, reason: expect.stringMatching(reason) }),
    );
    expect(stderr).toMatch(reason);
    expect(stderr).toMatch(new RegExp(`hint: .*${hint.source}`));
    expect(asked(fault.rpc ?? fault.host ?? '')).toBeLessThanOrEqual(most);
  });
});

describe('trouble that passes leaves no trace', () => {
  test.each<[string, Fault]>([
    ['a burst of 503', { preset: 'unavailable', times: 5 }],
    ['503 that say when to come back', { preset: 'unavailable', times: 3, retryInfo: 20 }],
    ['a few 429', { preset: 'rate-limited', times: 3, retryInfo: 30 }],
    ['a deadline that passes', { preset: 'deadline', times: 2 }],
    ['a connection that is reset', { reset: true, times: 2 }],
    ['a page that breaks off', { resetAfterBytes: 20, nth: 2, times: 1 }],
    ['a token that is no longer taken', { preset: 'unauthenticated', nth: 2, times: 1 }],
  ])('%s', async (_, fault) => {
    cloud.faults.add({ rpc: LIST, ...fault });
    const { report, code } = await scan();
    expect([code, verdictsOf(report)]).toEqual([1, judged]);
    expect(asked(LIST)).toBeLessThanOrEqual(4 + Number(fault.times));
  });
});

describe('a place that does not answer', () => {
  const OCCURRENCES = 'containeranalysis.googleapis.com/Occurrence';
  const JOBS = 'cloudscheduler.googleapis.com/Job';
  const job = { name: 'projects/shop-003/locations/europe-west1/jobs/nightly', schedule: '0 4 * * *' };
  const sent = (host: string, path: RegExp, body: object): Fault => ({
    host,
    path,
    times: 'always',
    ...{ status: 200, body: body as never, headers: { 'content-type': 'application/json' } },
  });
  const SCHEDULER = 'cloudscheduler.googleapis.com';

  /** A policy of one's own on scheduled jobs, which every job keeps. */
  function ownPolicy(): string {
    const folder = join(cloud.folder, 'own');
    mkdirSync(join(folder, 'policies/ci-cd'), { recursive: true });
    writeFileSync(
      join(folder, 'policies/ci-cd/own-jobs.ts'),
      `import { definePolicy } from '#policy';
export default definePolicy({
  title: 'Jobs have a schedule',
  why: 'A job without one never runs.',
  severity: 'low',
  strategy: ['L104'],
  on: '${JOBS}',
  want: { schedule: { type: 'string' } },
  repair: { impact: 'none', manual: 'Give it one.' },
});
`,
    );
    writeFileSync(join(folder, 'pinky.config.yaml'), 'paths: [policies]\n');
    return join(folder, 'pinky.config.yaml');
  }

  test('is a gap beside what the others told, and no promise over all of them holds', async () => {
    const regions = { locations: [{ locationId: 'europe-west1' }, { locationId: 'us-east1' }] };
    const away = { unreachable: ['projects/shop-003/locations/us-east1'] };
    cloud.faults.add(
      sent(SCHEDULER, /\/locations$/, regions),
      sent(SCHEDULER, /europe-west1\/jobs$/, { jobs: [job] }),
      { host: SCHEDULER, path: /us-east1\/jobs$/, times: 'always', preset: 'unavailable' },
      sent('containeranalysis.googleapis.com', /occurrences$/, away),
    );
    const out = join(cloud.folder, 'away.ndjson');
    const taken = await pinky(
      cloud,
      ['snapshot', '--project', PROJECT, '--all-types', '--out', out, '--config', ownPolicy()],
      { hurried: true },
    );
    expect(taken.code, taken.stderr).toBe(0);
    expect(taken.stderr).toMatch(
      /not read: cloudscheduler\.googleapis\.com\/Job of shop-003: .*did not answer \(UNAVAILABLE\)/,
    );
    const records = recordsOf(readFileSync(out, 'utf8'));
    expect(records.filter((one) => one['assetType'] === JOBS)).toHaveLength(1);
    const manifests = records.flatMap((one) => one['pinkyManifest'] ?? []) as unknown as {
      gaps: { type: string; cause: string }[];
    }[];
    const gaps = manifests.flatMap((one) => one.gaps);
    expect(gaps).toContainEqual(
      expect.objectContaining({
        type: OCCURRENCES,
        state: 'not-read',
        cause: expect.stringMatching(/us-east1 did not answer/),
        needs: 'run again later',
      }),
    );
    const judgedJobs = await pinky(cloud, [
      ...['scan', out, '--config', ownPolicy(), '--policy', 'own-jobs', '--all', '--format', 'json'],
    ]);
    const { promises, results } = JSON.parse(judgedJobs.stdout) as Report;
    expect(results.map(({ verdict }) => verdict)).toContain('pass');
    expect(promises).toMatchObject([{ policy: 'own-jobs', verdict: 'unknown' }]);
  });
});
