import { createHash } from 'node:crypto';
import { ApiError } from '../core/errors.ts';
import { textOf } from '../core/json.ts';
import { type Call, type Handler, Reply, type Service } from '../core/service.ts';
import type { Draft } from '../core/store.ts';

/**
 * Container images of Artifact Registry, as the Docker registry API shows them
 * (https://github.com/opencontainers/distribution-spec/blob/main/spec.md). Manifests and blobs are kept by repository,
 * manifests by digest and by tag; a blob is given by way of an address that takes no credentials.
 */

const PULL = 'artifactregistry.repositories.downloadArtifacts';
const MANIFEST = 'oci.image/Manifest';
const BLOB = 'oci.image/Blob';
const TYPES = {
  index: 'application/vnd.oci.image.index.v1+json',
  manifest: 'application/vnd.oci.image.manifest.v1+json',
  config: 'application/vnd.oci.image.config.v1+json',
};

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const nameOf = (repository: string, kind: string, reference: string): string =>
  `//${repository}/${kind}/${reference}`;

/** What a repository holds of an image for linux/amd64 and its digest; of several platforms where `index` says so. */
export function image(
  reference: string,
  config: Readonly<Record<string, unknown>>,
  { index = false }: { readonly index?: boolean } = {},
): { readonly drafts: readonly Draft[]; readonly digest: string } {
  const [, repository = '', tag = 'latest'] = /^(.*?)(?::([^:/]+))?$/.exec(reference) ?? [];
  const project = repository.split('/')[1] ?? '';
  const drafts: Draft[] = [];
  const keep = (type: string, kind: string, text: string, mediaType: string, as = digestOf(text)) => {
    drafts.push({ name: nameOf(repository, kind, as), type, project, data: { text, mediaType } });
    return { mediaType, digest: digestOf(text), size: text.length };
  };
  const made = keep(
    BLOB,
    'blobs',
    JSON.stringify({ architecture: 'amd64', os: 'linux', config }),
    TYPES.config,
  );
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: TYPES.manifest, config: made, layers: [] });
  const own = keep(MANIFEST, 'manifests', manifest, TYPES.manifest);
  const other = {
    ...own,
    digest: digestOf('another platform'),
    platform: { os: 'linux', architecture: 'arm64' },
  };
  const listed = [other, { ...own, platform: { os: 'linux', architecture: 'amd64' } }];
  const list = JSON.stringify({ schemaVersion: 2, mediaType: TYPES.index, manifests: listed });
  const top = index ? keep(MANIFEST, 'manifests', list, TYPES.index) : own;
  keep(MANIFEST, 'manifests', index ? list : manifest, top.mediaType, tag);
  return { drafts, digest: top.digest };
}

function stored({ cloud, vars, host }: Call, kind: string): { text: string; mediaType: string } {
  const found = cloud.store.get(nameOf(`${host}/${vars['repository']}`, kind, vars['reference'] ?? ''));
  if (!found) throw new ApiError(404, { message: `Failed to fetch "${vars['reference']}"` });
  return { text: textOf(found.data['text']) ?? '', mediaType: textOf(found.data['mediaType']) ?? '' };
}

const manifest: Handler = (call) => {
  call.require(PULL, `projects/${call.vars['repository']?.split('/')[0]}`);
  const { text, mediaType } = stored(call, 'manifests');
  return new Reply(200, Buffer.from(text), {
    'content-type': mediaType,
    'docker-content-digest': digestOf(text),
  });
};

const blob: Handler = (call) => {
  call.require(PULL, `projects/${call.vars['repository']?.split('/')[0]}`);
  stored(call, 'blobs');
  const { repository, reference } = call.vars;
  return new Reply(302, '', { location: `/artifacts-downloads/${repository}/${reference}?signature=s` });
};

/** An address with a signature takes no other proof beside it, as that of Cloud Storage does not. */
const download: Handler = (call) => {
  if (call.headers['authorization'] !== undefined) {
    throw new ApiError(400, { message: 'Only one authentication mechanism should be specified' });
  }
  return new Reply(200, Buffer.from(stored(call, 'blobs').text), {
    'content-type': 'application/octet-stream',
  });
};

const REPOSITORY = '(?<repository>[a-z0-9-]+(?:/[a-z0-9._-]+)+)';

export default {
  host: ['docker.pkg.dev', 'us-docker.pkg.dev', 'europe-docker.pkg.dev', 'asia-docker.pkg.dev'],
  handlers: { 'docker.manifests.get': manifest, 'docker.blobs.get': blob, 'docker.downloads.get': download },
  routes: [
    {
      verb: 'GET',
      path: new RegExp(`^/v2/${REPOSITORY}/manifests/(?<reference>[\\w.:-]+)$`),
      id: 'docker.manifests.get',
    },
    {
      verb: 'GET',
      path: new RegExp(`^/v2/${REPOSITORY}/blobs/(?<reference>[\\w:]+)$`),
      id: 'docker.blobs.get',
    },
    {
      verb: 'GET',
      path: new RegExp(`^/artifacts-downloads/${REPOSITORY}/(?<reference>sha256:\\w+)$`),
      id: 'docker.downloads.get',
      open: true,
    },
  ],
} satisfies Service;
