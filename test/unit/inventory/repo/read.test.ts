import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Unknown } from '#policy';
import { readCloudBuild } from '../../../../src/inventory/repo/cloudbuild.ts';
import { readDockerfile } from '../../../../src/inventory/repo/dockerfile.ts';
import { RepoFiles } from '../../../../src/inventory/repo/files.ts';
import { readRepo } from '../../../../src/inventory/repo/read.ts';
import { startShell } from '../../../../src/inventory/repo/shell.ts';
import { readWorkflow } from '../../../../src/inventory/repo/workflow.ts';
import { FileError } from '../../../../src/inventory/repo/yaml.ts';
import { folderOf, repoOf } from './made.ts';

const stagesOf = async (text: string) => {
  const repo = await repoOf({ Dockerfile: text });
  const { stages } = repo.asset('Dockerfile').data as { stages: Record<string, unknown>[] };
  return {
    ...repo,
    stages: stages.map(({ base, user }) => [base, user].map((one) => (one instanceof Unknown ? '?' : one))),
  };
};

describe('a Dockerfile', () => {
  it('has stages with the image they come from and the user they end with', async () => {
    const { stages, place } = await stagesOf(`ARG NODE=22
FROM node:\${NODE} AS build
USER root
RUN npm ci
FROM gcr.io/distroless/nodejs22 AS base
ARG RUN_AS=65532
USER \${RUN_AS}
FROM base
COPY --from=build /app /app
FROM $BASE
FROM scratch
USER $WHO
`);
    expect(stages).toEqual([
      ['node:22', 'root'],
      ['gcr.io/distroless/nodejs22', '65532'],
      ['gcr.io/distroless/nodejs22', '65532'],
      ['?', undefined],
      ['scratch', '?'],
    ]);
    expect(place('Dockerfile', 'stages[1].user')).toBe('Dockerfile:7:1');
    expect(place('Dockerfile', 'stages[2].user')).toBe('Dockerfile:8:1');
  });

  it('that has no stage is a problem', async () => {
    const { problems } = await repoOf({ Dockerfile: 'RUN x\n' });
    expect(problems[0]?.message).toBe('has no FROM');
  });

  it('knows whether something is kept out of its context', async () => {
    const { asset } = await repoOf({
      'a/Dockerfile': 'FROM x',
      'a/.dockerignore': 'x',
      'b/Containerfile': 'FROM x',
      'c.dockerfile': 'FROM x',
    });
    const ignore = ['a/Dockerfile', 'b/Containerfile', 'c.dockerfile'].map(
      (name) => (asset(name).data as { ignore: boolean }).ignore,
    );
    expect(ignore).toEqual([true, false, false]);
  });
});

describe('a repository', () => {
  const FILES = {
    'deploy/production-setup.sh': '#!/bin/sh\n',
    'deploy/monitoring-setup.sh': '#!/bin/sh\n',
    'infra/main.tf': 'terraform {\n  backend "gcs" {}\n}\n',
    'infra/.terraform.lock.hcl': '',
    'infra/terraform.tfstate': '{}',
    '.gitignore': '*.tfstate\nignored/\n',
    'ignored/Dockerfile': 'FROM x',
    'node_modules/x/Dockerfile': 'FROM x',
  };

  it('is what git knows of it', async () => {
    const { asset, assets } = await repoOf(FILES, { git: true, executable: ['deploy/production-setup.sh'] });
    expect(asset('repository').data).toEqual({
      vcs: 'git',
      pipelines: [],
      scripts: [
        { path: 'deploy/monitoring-setup.sh', executable: false, tracked: true },
        { path: 'deploy/production-setup.sh', executable: true, tracked: true },
      ],
      terraform: {
        files: ['infra/main.tf'],
        locks: ['infra/.terraform.lock.hcl'],
        backends: ['infra/main.tf'],
        states: [],
      },
    });
    expect(assets).toHaveLength(1);
  });

  const GATE = '.github/workflows/a.yml';
  const job = (...steps: readonly string[]) =>
    `on: push\njobs:\n  a:\n    steps:\n${steps.map((one) => `      - ${one}\n`).join('')}`;
  const AUDIT = 'run: npx --yes pinky-audit@0.1.0 scan --repo .';
  it.each<[string, string, string, boolean]>([
    ['a workflow that audits', GATE, job('uses: actions/checkout@v5', 'run: npm ci', AUDIT), false],
    ['a workflow that audits by the action', GATE, job('uses: pinky-promise/pinky-audit@v0'), false],
    ['one that plans before', GATE, job('run: terraform init && terraform plan -out=x', AUDIT), false],
    ['one that tests as well', GATE, job(AUDIT, 'run: npm test'), true],
    ['one that applies after', GATE, job('run: terraform plan', AUDIT, 'run: terraform apply'), true],
    ['one that reviews dependencies', GATE, job(AUDIT, 'uses: actions/dependency-review-action@v4'), true],
    ['one with a step that is not understood', GATE, job(AUDIT, 'run: x\n        shell: pwsh'), true],
    ['one that prepares and audits nothing', GATE, job('uses: actions/checkout@v5', 'run: npm ci'), true],
    ['one that runs what is called alike', GATE, job('run: npx pinky-audit-deploy'), true],
    ['one that cannot be read', GATE, 'on: push\n', true],
    [
      'a build that audits',
      'cloudbuild-pinky-audit.yaml',
      'steps:\n  - name: node:22\n    entrypoint: npx\n    args: [--yes, pinky-audit@0.1.0, scan]\n',
      false,
    ],
    [
      'a build that deploys as well',
      'cloudbuild.yaml',
      'steps:\n  - name: node:22\n    entrypoint: npx\n    args: [pinky-audit]\n  - name: gcr.io/cloud-builders/gcloud\n    args: [run, deploy]\n',
      true,
    ],
  ])('has a pipeline in what is more than a gate of this tool: %s', async (_, path, text, is) => {
    const { asset } = await repoOf({ [path]: text });
    expect((asset('repository').data as { pipelines: string[] }).pipelines).toEqual(is ? [path] : []);
    expect(asset('repository').placeOf?.('pipelines')?.uri).toEqual(
      is ? expect.stringContaining(path) : undefined,
    );
  });

  it('without git is all its files, but what is fetched', async () => {
    const { asset, assets } = await repoOf(FILES);
    expect(asset('repository').data).toMatchObject({
      vcs: 'none',
      terraform: { states: ['infra/terraform.tfstate'] },
    });
    expect(assets.map(({ name }) => name)).toEqual([
      '//repo.docker/ignored/Dockerfile',
      '//repo.git/repository',
    ]);
  });

  it('follows no symbolic link, and says which file is no text', async () => {
    const root = folderOf({
      'a/Dockerfile': Buffer.from([0xff, 0]),
      'b/Dockerfile': 'x'.repeat((1 << 20) + 1),
    });
    symlinkSync(join(root, 'a'), join(root, 'c'));
    const { problems } = await readRepo(root);
    expect(problems.map(({ uri, message }) => [uri.slice(root.length), message])).toEqual([
      ['/a/Dockerfile', 'is no text of at most 1 MiB in UTF-8'],
      ['/b/Dockerfile', 'is no text of at most 1 MiB in UTF-8'],
    ]);
  });

  it('that is not there, is a file or holds none, is an error', async () => {
    const root = folderOf({ a: '' });
    await expect(readRepo(folderOf({}))).rejects.toMatchObject({ code: 'E_REPO_EMPTY' });
    await expect(readRepo(join(root, 'gone'))).rejects.toMatchObject({ code: 'E_REPO_NOT_FOUND' });
    await expect(readRepo(join(root, 'a'))).rejects.toMatchObject({ code: 'E_REPO_DIRECTORY' });
  });

  it('of whatever text is read or refused, never a crash', async () => {
    const part = fc.constantFrom(
      'steps:',
      'jobs:',
      '\n',
      '  ',
      '- ',
      'name: a',
      'run: |',
      'FROM x',
      'USER',
      '&a',
      '*a',
      '<<: *a',
      '{',
      '}',
      '"',
      '\t',
      '\\',
      '$',
      'args: [',
      ']',
      '0',
      'null',
      '\u0000',
    );
    const files = await RepoFiles.open(folderOf({ 'package.json': '{"scripts": {"a": "npm run a"}}' }));
    await startShell();
    const readers = [
      readDockerfile,
      ...[readCloudBuild, readWorkflow].map((read) => (text: string) => read('x', text, files)),
    ];
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), fc.constantFrom(...readers), (parts, read) => {
        try {
          return read(parts.join('')) !== undefined;
        } catch (thrown) {
          return thrown instanceof FileError;
        }
      }),
      { numRuns: 500 },
    );
  });
});
