import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Bench } from './deployment.ts';

const bench = new Bench();
const fresh = new Bench();
afterAll(() => {
  bench.remove();
  fresh.remove();
});

const FILES: Readonly<Record<string, string>> = {
  'shop/Dockerfile': 'FROM node:22-slim\nCMD ["node", "server.js"]\n',
  'shop/cloudbuild.yaml': `steps:
  - name: node
    entrypoint: npm
    args: [ci]
  - name: node
    script: |
      npm audit --audit-level=high || true
      npx eslint .
  - name: gcr.io/cloud-builders/docker
    args: [build, -t, us-docker.pkg.dev/app-prod/apps/api, .]
`,
};
const SERVICE = JSON.stringify({
  name: '//run.googleapis.com/projects/app-prod/locations/us-central1/services/api',
  assetType: 'run.googleapis.com/Service',
  resource: { data: { template: { containers: [{ image: 'us-docker.pkg.dev/app-prod/apps/api:1' }] } } },
});

interface Found {
  readonly policy: string;
  readonly verdict: string;
  readonly findings: readonly {
    readonly source: { readonly uri: string; readonly line: number; readonly column: number };
  }[];
}

let repo: string;
beforeAll(() => {
  for (const [name, text] of Object.entries(FILES)) bench.write(name, text);
  repo = join(bench.folder, 'shop');
});

const found = async (args: readonly string[]): Promise<Found[]> =>
  (JSON.parse((await bench.inside([...args, '--format', 'json'])).stdout) as { results: Found[] }).results;
const placeOf = ({ findings: [first] }: Found) =>
  `${first?.source.uri.slice(repo.length + 1)}:${first?.source.line}:${first?.source.column}`;

it('a check that cannot fail is found at its line', async () => {
  const [audit] = await found(['--repo', repo, '--policy', 'ci-dependency-audit']);
  expect([audit?.verdict, placeOf(audit as Found)]).toEqual(['fail', 'cloudbuild.yaml:7:7']);
});

it('what no pipeline does stands at the repository, not at the gate that init wrote', async () => {
  const { folder } = fresh;
  expect(fresh.run(['init', '--yes', 'github', 'cloud-build']).status).toBe(0);
  const failed = await found(['--repo', folder, '--policy', 'c[di]-*']);
  expect(failed).toHaveLength(8);
  expect(new Set(failed.map(({ findings: [first] }) => first?.source.uri))).toEqual(new Set([folder]));
});

it('an image built from a Dockerfile as root fails where the image was not given', async () => {
  const snapshot = bench.write('service.ndjson', `${SERVICE}\n`);
  const only = ['--policy', 'image-non-root'];
  expect((await found([snapshot, ...only]))[0]?.verdict).toBe('unknown');
  const [image] = await found([snapshot, '--repo', repo, ...only]);
  expect([image?.verdict, placeOf(image as Found)]).toEqual(['fail', 'Dockerfile:1:1']);
});
