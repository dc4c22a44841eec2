import { describe, expect, it } from 'vitest';
import { AGENT_DOMAINS, behindCdn, grants, publicGrants } from '#facts';
import { AT, attempt, type Binding, type IamPolicy, lens, Unknown, type World } from '#policy';
import { isServiceAgent } from '../../../src/facts/iam.ts';
import { made, SERVICE, service, unknown, worldOf } from './run.ts';

const asset = service({});
const notes: string[] = [];
const context = { clock: Date.parse('2026-01-15T12:00:00Z'), note: (text: string) => void notes.push(text) };
const worldWith = (...bindings: Binding[]) => ({ iam: (): IamPolicy => ({ bindings }) }) as unknown as World;

describe('grants', () => {
  const viewer = { role: 'roles/viewer', members: ['user:a'] };
  it('points each binding to where it stands, the expired left out', () => {
    const until = { title: 'until', expression: 'request.time < timestamp("2026-01-01T00:00:00Z")' };
    const found = grants(asset, worldWith({ ...viewer, condition: until }, viewer), context, () => true);
    expect(found).toMatchObject([{ ...viewer, condition: undefined }]);
    expect((found[0] as { [AT]?: object })[AT]).toEqual({ asset, path: '$iam.bindings[1]' });
  });

  it('leaves out who is exempt and who was deleted, and keeps the places of the others', () => {
    const world = worldWith({ role: 'roles/owner', members: ['deleted:user:a?uid=1', 'user:b', 'user:c'] });
    const found = grants(
      asset,
      world,
      context,
      () => true,
      (member) => member === 'user:b',
    );
    expect(found).toMatchObject([{ members: [undefined, undefined, 'user:c'] }]);
  });

  it('keeps a member that is not known to itself', () => {
    const members = lens(['user:a', unknown()]) as string[];
    const [found] = grants(asset, worldWith({ role: 'roles/owner', members }), context, () => true);
    expect(found).toMatchObject({ members: ['user:a', { code: 'after-apply' }] });
  });

  it('notes a condition of a binding that matters, and of no other', () => {
    notes.length = 0;
    const condition = { expression: 'resource.type == "x"' };
    const world = worldWith({ ...viewer, condition }, { role: 'roles/owner', members: [], condition });
    expect(grants(asset, world, context, ({ role }) => role === 'roles/viewer')).toHaveLength(1);
    expect(notes).toEqual([
      'roles/viewer is granted under a condition that was not judged: resource.type == "x"',
    ]);
  });
});

it('publicGrants leaves who may invoke a service to another policy', () => {
  const invoker = { role: 'roles/run.invoker', members: ['allUsers'] };
  const closed = { role: 'roles/viewer', members: ['user:allUsers@example.com'] };
  const world = worldWith(invoker, closed, { ...invoker, role: 'roles/run.admin' });
  expect(publicGrants(asset, world, context)).toMatchObject([{ role: 'roles/run.admin' }]);
  const project = made(
    'cloudresourcemanager.googleapis.com/Project',
    '//cloudresourcemanager.googleapis.com/projects/1',
    {},
  );
  expect(publicGrants(project, world, context)).toHaveLength(2);
});

describe('behindCdn', () => {
  const bucket = made('storage.googleapis.com/Bucket', '//storage.googleapis.com/b', {});
  const front = (name: string, bucketName: unknown) =>
    made(
      'compute.googleapis.com/BackendBucket',
      `//compute.googleapis.com/projects/p/global/backendBuckets/${name}`,
      {
        bucketName,
      },
    );
  it.each<[string, ReturnType<typeof front>[], boolean | string]>([
    ['some backend bucket names it', [front('x', 'a'), front('y', 'b')], true],
    ['none does', [front('x', 'a')], false],
    ['one may', [front('x', unknown())], 'after-apply'],
    ['one does and another may', [front('x', unknown()), front('y', 'b')], true],
  ])('%s', (_, fronts, expected) => {
    const got = attempt(() => behindCdn(bucket, worldOf(bucket, ...fronts)));
    expect(got instanceof Unknown ? got.code : got).toBe(expected);
  });

  it('asks nothing of what is no bucket', () => {
    expect(behindCdn(service({}, SERVICE), {} as World)).toBe(false);
  });
});

it.each<[string, boolean]>([
  ['serviceAccount:1@cloudservices.gserviceaccount.com', true],
  ['serviceAccount:service-1@gcp-sa-cloud-sql.iam.gserviceaccount.com', true],
  ['serviceAccount:service-1@serverless-robot-prod.iam.gserviceaccount.com', true],
  ['serviceAccount:service-1@gae-api-prod.google.com.iam.gserviceaccount.com', true],
  ['serviceAccount:1-compute@developer.gserviceaccount.com', false],
  ['serviceAccount:1@cloudbuild.gserviceaccount.com', false],
  ['serviceAccount:service-1@my-project.iam.gserviceaccount.com', false],
  ['serviceAccount:ci@gcp-sa-x.iam.gserviceaccount.com', false],
  ['serviceAccount:service-1@gcp-sa-x.iam.gserviceaccount.com.example.org', false],
  ['serviceAccount:service-1@gcp-sa-x.evil.iam.gserviceaccount.com', false],
  ['serviceAccount:service-1@gcp-sa-.iam.gserviceaccount.com', false],
  ['user:1@cloudservices.gserviceaccount.com', false],
])('a service agent: %s', (member, expected) => expect(isServiceAgent(member, AGENT_DOMAINS)).toBe(expected));
