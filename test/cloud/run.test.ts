import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls } from './calls.ts';
import { runNode } from './client.ts';
import { DEPLOYMENT, PROJECT, REGION } from './clients/deployment.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { knativeOf } from './services/run/knative.ts';
import { serviceFrom } from './services/run/knative-write.ts';
import { sameTemplate } from './services/run/template.ts';

const NAME = `projects/${PROJECT}/locations/${REGION}/services/web`;
const CLIENTS = `const v2 = (await api('run', 'v2')).projects.locations;
const v1 = (await api('run', 'v1', 'https://${REGION}-run.googleapis.com/')).namespaces.services;
const name = '${NAME}';
const web = { name: 'namespaces/${PROJECT}/services/web' };
const end = async ({ data }) => {
  let operation = data;
  for (let polls = 0; !operation.done && polls < 5; polls += 1) {
    operation = (await v2.operations.get({ name: data.name })).data;
  }
  return operation;
};
`;

let cloud: Cloud;
beforeAll(async () => {
  cloud = await startCloud({ seed: DEPLOYMENT });
});
afterAll(() => cloud.close());

test('a masked PATCH changes what it names, makes a revision, and its operation ends as the service is ready', async () => {
  const said = await calls(
    cloud,
    `${CLIENTS}
const before = (await v2.services.get({ name })).data;
const requestBody = structuredClone(before);
requestBody.template.containers[0].resources.limits.memory = '1Gi';
requestBody.description = 'not in the mask';
delete requestBody.template.revision;
const patched = await v2.services.patch({ name, updateMask: 'template.containers,template.revision,labels.tier', requestBody });
said.operation = patched.data;
said.end = await end(patched);
said.before = before;
said.after = (await v2.services.get({ name })).data;
said.revision = (await v2.services.revisions.get({ name: said.after.latestReadyRevision })).data;`,
  );
  expect(said.operation).toMatchObject({
    name: expect.stringMatching(`^projects/${PROJECT}/locations/${REGION}/operations/`),
    metadata: {
      '@type': 'type.googleapis.com/google.cloud.run.v2.Service',
      reconciling: true,
      generation: '2',
    },
  });
  expect(said.operation.done).toBeUndefined();
  expect(said.operation.metadata.observedGeneration).toBe('1');
  expect(said.end).toMatchObject({ done: true, response: { generation: '2', observedGeneration: '2' } });
  expect(said.after.template.containers[0].resources.limits.memory).toBe('1Gi');
  expect(said.after).toMatchObject({
    labels: said.before.labels,
    terminalCondition: { state: 'CONDITION_SUCCEEDED' },
  });
  expect(said.after.description).toBeUndefined();
  expect(said.after.etag).not.toBe(said.before.etag);
  expect(said.after.latestReadyRevision).not.toBe(said.before.latestReadyRevision);
  expect(said.after.trafficStatuses[0].revision).toBe(said.after.latestReadyRevision.split('/').pop());
  expect(said.revision).toMatchObject({ service: NAME, conditions: [{ state: 'CONDITION_SUCCEEDED' }] });
});

test('a write that names an older version is refused in both APIs, and nothing is written', async () => {
  const said = await calls(
    cloud,
    `${CLIENTS}
const [old, knative] = [(await v2.services.get({ name })).data, (await v1.get(web)).data];
await end(await v2.services.patch({ name, updateMask: 'description', requestBody: { description: 'by another', etag: old.etag } }));
said.v2 = await attempt(v2.services.patch({ name, updateMask: 'labels', requestBody: { labels: {}, etag: old.etag } }));
said.v1 = await attempt(v1.replaceService({ ...web, requestBody: knative }));
said.unconditional = await attempt(v2.services.patch({ name, updateMask: 'labels.owner', requestBody: { labels: { owner: 'ana' } } }));
await end({ data: said.unconditional.data });
said.after = (await v2.services.get({ name })).data;`,
  );
  expect(said.v2).toMatchObject({ status: 409, error: { status: 'ABORTED' } });
  expect(said.v1).toMatchObject({ status: 409, error: { status: 'ABORTED' } });
  expect(said.v1.error.message).toMatch(
    /^Conflict for resource 'web': version '\d+' was specified but current version is '\d+'\.$/,
  );
  expect(said.after).toMatchObject({
    description: 'by another',
    labels: { env: 'production', owner: 'ana' },
  });
});

test('a revision name that is kept while the template changes is refused', async () => {
  const said = await calls(
    cloud,
    `${CLIENTS}
const { data } = await v2.services.get({ name });
const template = { ...data.template, revision: data.latestReadyRevision.split('/').pop(), timeout: '60s' };
said.kept = await attempt(v2.services.patch({ name, requestBody: { ...data, template } }));
said.dry = await attempt(v2.services.patch({ name, validateOnly: true, requestBody: { template: { ...template, revision: 'web-dry' } } }));
said.after = (await v2.services.get({ name })).data;
said.whole = await end(await v2.services.patch({ name, requestBody: { template: { containers: [{ image: 'hello' }] } } }));`,
  );
  expect(said.kept).toMatchObject({
    status: 409,
    error: {
      message: expect.stringMatching(
        /^Revision named 'web-.*' with different configuration already exists\.$/,
      ),
    },
  });
  expect(said.dry).toMatchObject({ status: 200, data: { done: true } });
  expect(said.after.template.timeout).toBe('300s');
  expect(
    said.whole.response.labels,
    'without a mask everything that a client sets is replaced',
  ).toBeUndefined();
  expect(said.whole.response.template).toMatchObject({ timeout: '300s', containers: [{ image: 'hello' }] });
});

test('an operation that fails leaves the service unready on its last revision', async () => {
  cloud.faults.add({
    rpc: 'Services.UpdateService',
    operation: { fails: { code: 'INVALID_ARGUMENT', message: 'The image was not found.' } },
  });
  const said = await calls(
    cloud,
    `${CLIENTS}
const before = (await v2.services.get({ name })).data;
const requestBody = { template: { containers: [{ image: 'no-such' }] } };
said.end = await end(await v2.services.patch({ name, updateMask: 'template', requestBody }));
said.after = (await v2.services.get({ name })).data;
said.knative = (await v1.get(web)).data;
said.ready = before.latestReadyRevision;`,
  );
  expect(said.end).toMatchObject({ done: true, error: { code: 3, message: 'The image was not found.' } });
  expect(said.after.terminalCondition).toMatchObject({
    state: 'CONDITION_FAILED',
    message: 'The image was not found.',
  });
  expect(said.after.latestReadyRevision).toBe(said.ready);
  expect(said.after.latestCreatedRevision).not.toBe(said.ready);
  expect(said.knative.status.conditions[0]).toMatchObject({ type: 'Ready', status: 'False' });
});

test('a region that does not answer is named in both lists', async () => {
  cloud.faults.add({ host: 'run.googleapis.com', path: /locations\/-/, unreachable: [REGION], times: 2 });
  const said = await calls(
    cloud,
    `${CLIENTS}
const parent = 'projects/${PROJECT}/locations/-';
said.v2 = (await v2.services.list({ parent })).data;
said.v1 = (await (await api('run', 'v1')).projects.locations.services.list({ parent })).data;
said.later = (await v2.services.list({ parent })).data.services.map(({ name }) => name);
said.missing = await attempt(v2.services.get({ name: name + '-not' }));`,
  );
  expect(said.v2).toEqual({ unreachable: [REGION] });
  expect(said.v1).toMatchObject({ kind: 'ServiceList', unreachable: [REGION] });
  expect(said.v1.items).toBeUndefined();
  expect(said.later).toEqual([NAME]);
  expect(said.missing).toMatchObject({ status: 404, error: { status: 'NOT_FOUND' } });
});

test('the gRPC client sees and changes the same service', async () => {
  const ended = await runNode(
    cloud,
    `import { ServicesClient } from '@google-cloud/run';
const client = new ServicesClient();
const [before] = await client.getService({ name: '${NAME}' });
const service = { name: before.name, etag: before.etag, description: 'by gRPC' };
const [operation] = await client.updateService({ service, updateMask: { paths: ['description'] } });
const [after] = await operation.promise();
const stale = await client.updateService({ service, updateMask: { paths: ['description'] } }).catch((error) => error);
console.log(JSON.stringify([after.description, after.template.timeout, stale.code, stale.message]));`,
  );
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const [description, timeout, code, message] = JSON.parse(ended.stdout);
  expect([description, timeout.seconds, code]).toEqual(['by gRPC', '300', 10]);
  expect(message).toContain("Conflict for resource 'web'");
});

test('Knative is a view: what it shows, read back, is the same service', () => {
  const service = {
    name: `//run.googleapis.com/${NAME}-2`,
    type: 'run.googleapis.com/Service',
    data: {
      name: `${NAME}-2`,
      ingress: 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER',
      launchStage: 'BETA',
      scaling: { minInstanceCount: 2, scalingMode: 'AUTOMATIC' },
      defaultUriDisabled: true,
      customAudiences: ['https://example.com'],
      binaryAuthorization: { useDefault: true, breakglassJustification: 'fire' },
      annotations: { owner: 'ana' },
      template: {
        revision: 'web-2-a',
        labels: { tier: 'front' },
        scaling: { minInstanceCount: 1, maxInstanceCount: 7 },
        timeout: '60s',
        maxInstanceRequestConcurrency: 10,
        executionEnvironment: 'EXECUTION_ENVIRONMENT_GEN2',
        sessionAffinity: true,
        vpcAccess: { egress: 'ALL_TRAFFIC', networkInterfaces: [{ network: 'vpc', subnetwork: 'run' }] },
        encryptionKey: 'projects/p/locations/l/keyRings/r/cryptoKeys/k',
        encryptionKeyRevocationAction: 'SHUTDOWN',
        encryptionKeyShutdownDuration: '7200s',
        containers: [
          {
            name: 'app',
            image: 'app:1',
            args: ['--x'],
            env: [
              { name: 'A', value: 'a' },
              { name: 'B', valueSource: { secretKeyRef: { secret: 's', version: '2' } } },
            ],
            dependsOn: ['side'],
            resources: { limits: { cpu: '2', memory: '1Gi' }, startupCpuBoost: true },
            volumeMounts: [
              { name: 'keys', mountPath: '/keys' },
              { name: 'cloudsql', mountPath: '/cloudsql' },
            ],
            livenessProbe: { httpGet: { path: '/health', port: 8080 }, periodSeconds: 5 },
          },
          {
            name: 'side',
            image: 'side:1',
            resources: { limits: { cpu: '1', memory: '512Mi' }, startupCpuBoost: true },
          },
        ],
        volumes: [
          {
            name: 'keys',
            secret: { secret: 's', defaultMode: 256, items: [{ version: '1', path: 'key', mode: 256 }] },
          },
          { name: 'scratch', emptyDir: { medium: 'MEMORY', sizeLimit: '1Gi' } },
          { name: 'files', gcs: { bucket: 'b', readOnly: true, mountOptions: ['implicit-dirs'] } },
          { name: 'share', nfs: { server: '10.0.0.2', path: '/x' } },
          { name: 'cloudsql', cloudSqlInstance: { instances: ['p:r:a', 'p:r:b'] } },
        ],
      },
      traffic: [
        { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION', revision: 'web-2-0', percent: 90 },
        { type: 'TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST', percent: 10, tag: 'next' },
      ],
    },
  };
  const resource = cloud.store.put(service);
  cloud.store.remove(resource.name);
  const { template, ...rest } = serviceFrom(knativeOf(resource));
  const { template: wanted, name: _, ...others } = service.data;
  expect(rest).toEqual(others);
  expect(template).toEqual(wanted);
  expect(sameTemplate(template as never, wanted as never)).toBe(true);
});

test('the stand-in met nothing that it does not know', () => {
  expect(cloud.log.defects).toEqual([]);
  expect(cloud.log.missing).toEqual([]);
});
