/**
 * Writes a large inventory export as an organization would have it: of each three projects one is of production, one of
 * staging, one of development. Each holds the demonstration's deployment in its environment once, under names of its
 * own, and so many of the disks, tables, pods and keys that make real exports big that some six records of every hundred
 * are of the deployment. Some texts are not English. The same size and seed give the same bytes.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The share of records that are of the deployment. */
const DEPLOYED = 0.06;

/** Deterministic numbers in [0, 1): mulberry32. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const ENVIRONMENTS = [
  { id: 'pinky-prod', number: '100000000001', short: 'prod' },
  { id: 'pinky-staging', number: '100000000002', short: 'staging' },
  { id: 'pinky-dev', number: '100000000003', short: 'dev' },
];

/** The share of other records with a text that takes more than ASCII. */
const FOREIGN = 0.02;

const foreign = ['Überwachung der Dienste', 'équipe plateforme', '本番環境', 'сервис отчётов', 'release 🚀'];

const words = ['api', 'web', 'orders', 'ledger', 'media', 'search', 'audit', 'billing', 'cache', 'edge'];

const fillers = [
  (p, id, text) => ({
    name: `//compute.googleapis.com/projects/${p.id}/zones/us-central1-a/disks/disk-${id}`,
    assetType: 'compute.googleapis.com/Disk',
    data: {
      name: `disk-${id}`,
      sizeGb: '100',
      type: 'pd-balanced',
      users: text(3),
      description: text(180),
      labels: { app: text(1) },
    },
  }),
  (p, id, text) => ({
    name: `//bigquery.googleapis.com/projects/${p.id}/datasets/events/tables/t_${id}`,
    assetType: 'bigquery.googleapis.com/Table',
    data: {
      tableReference: { projectId: p.id, datasetId: 'events', tableId: `t_${id}` },
      schema: {
        fields: Array.from({ length: 34 }, (_, i) => ({
          name: `f${i}_${text(1)}`,
          type: 'STRING',
          mode: 'NULLABLE',
          description: text(4),
        })),
      },
    },
  }),
  (p, id, text) => ({
    name: `//container.googleapis.com/projects/${p.id}/locations/us-central1/clusters/main/k8s/namespaces/default/pods/pod-${id}`,
    assetType: 'k8s.io/Pod',
    data: {
      metadata: { name: `pod-${id}`, labels: { app: text(1) }, annotations: { note: text(150) } },
      spec: {
        containers: [
          {
            name: text(1),
            image: `us-docker.pkg.dev/${p.id}/apps/${text(1)}`,
            env: Array.from({ length: 24 }, (_, i) => ({ name: `V${i}`, value: text(8) })),
          },
        ],
      },
    },
  }),
  (p, id, text) => ({
    name: `//iam.googleapis.com/projects/${p.id}/serviceAccounts/${id}/keys/k${id}`,
    assetType: 'iam.googleapis.com/ServiceAccountKey',
    data: {
      name: `projects/${p.id}/serviceAccounts/${id}/keys/k${id}`,
      keyType: 'SYSTEM_MANAGED',
      validAfterTime: '2025-01-01T00:00:00Z',
      note: text(100),
    },
  }),
];

/** Writes `assets` records to `file`; `iam` is the share of filler records that carry an IAM policy. */
export function generate(root, file, assets, { seed = 1, iam = 0 } = {}) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const text = (count) => Array.from({ length: count }, () => pick(words)).join(' ');
  const all = readFileSync(join(root, 'fixtures/demo/deployment.ndjson'), 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1);
  const deployments = ENVIRONMENTS.map(({ id, number }) =>
    all.filter((line) => line.includes(id) || line.includes(number)),
  );
  const out = openSync(file, 'w');
  const lines = [];
  let size = 0;
  let bytes = 0;
  const flush = () => {
    bytes += writeSync(out, lines.join(''));
    lines.length = size = 0;
  };
  /** Which record of how many of which project comes next. */
  let index = 0;
  let nth = 0;
  for (let i = 0; i < assets; i++, nth++) {
    if (nth >= deployments[index % ENVIRONMENTS.length].length / DEPLOYED) {
      index++;
      nth = 0;
    }
    const environment = ENVIRONMENTS[index % ENVIRONMENTS.length];
    const templates = deployments[index % ENVIRONMENTS.length];
    const word = words[index % words.length];
    const p = { id: `${word}-${environment.short}-${index}`, number: String(400000000000 + index) };
    // Spread evenly over the project's records, and none twice: two assets of one name would be a conflict.
    const place = Math.floor(nth * DEPLOYED);
    let line;
    if (nth === 0 || place > Math.floor((nth - 1) * DEPLOYED)) {
      line = templates[place]
        .replaceAll(environment.id, p.id)
        .replaceAll(environment.number, p.number)
        .replaceAll('pinky-', `${word}-`);
    } else {
      const { name, assetType, data } = pick(fillers)(p, i, text);
      const policy = { bindings: [{ role: 'roles/viewer', members: [`group:${text(1)}@example.com`] }] };
      const [host, kind] = assetType.split('/');
      line = JSON.stringify({
        name,
        assetType,
        resource: {
          version: 'v1',
          discoveryDocumentUri: `https://${host}/$discovery/rest?version=v1`,
          discoveryName: kind,
          parent: `//cloudresourcemanager.googleapis.com/projects/${p.number}`,
          data,
          location: 'us-central1',
          ...(next() < FOREIGN && { note: pick(foreign) }),
        },
        ...(next() < iam && { iamPolicy: policy }),
        ancestors: [`projects/${p.number}`, 'folders/200000000000', 'organizations/1'],
        updateTime: '2026-01-14T08:00:00Z',
      });
    }
    lines.push(`${line}\n`);
    size += line.length;
    if (size > 1 << 22) flush();
  }
  flush();
  closeSync(out);
  return bytes;
}
