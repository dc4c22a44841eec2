import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readImage } from '../../../../src/inventory/image/read.ts';
import { archive, blob, type Documents, directory, INDEX, image, index } from './made.ts';

const REF = 'us-docker.pkg.dev/app-prod/apps/api';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, bytes: Buffer): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};
const layout = (documents: Documents): string => directory(documents, join(folder, 'layout'));

interface Data {
  readonly reference?: string;
  readonly digest?: string;
  readonly matchedBy?: string;
  readonly config: { readonly User: string };
}
async function read(argument: string) {
  const { assets } = await readImage(argument);
  return assets.map(({ name, data }) => {
    const { reference, digest, matchedBy, config } = data as unknown as Data;
    return { name, reference, digest, matchedBy, user: config.User };
  });
}

const single = (user: string | undefined, annotations?: object): Documents => {
  const documents: Documents = new Map();
  index(documents, [{ ...image(documents, user), ...(annotations && { annotations }) }]);
  return documents;
};
const digestOf = (documents: Documents): string =>
  (JSON.parse(String(documents.get('index.json'))) as { manifests: { digest: string }[] }).manifests[0]
    ?.digest ?? '';

describe('an OCI layout', () => {
  it('gives its configuration by digest, under the reference it was given by', async () => {
    const documents = single('65532');
    const digest = digestOf(documents);
    expect(await read(`${REF}:1.4=${layout(documents)}`)).toEqual([
      {
        name: `//oci.image/${REF}:1.4@${digest}`,
        reference: `${REF}:1.4`,
        digest,
        matchedBy: 'digest',
        user: '65532',
      },
    ]);
  });

  it('is the same as an archive of it, gzipped or not', async () => {
    const documents = single('65532');
    const expected = await read(layout(documents));
    expect(await read(file('a.tar', archive(documents)))).toEqual(expected);
    expect(await read(file('a.tar.gz', gzipSync(archive(documents))))).toEqual(expected);
  });

  it('without a user runs as root, which nothing set', async () => {
    const { assets } = await readImage(layout(single(undefined)));
    expect(assets[0]?.data).toMatchObject({ config: { User: '' } });
    expect(assets[0]?.isUnset('config.User')).toBe(true);
  });

  it('of several platforms gives the one Cloud Run runs, by the digests of index and manifest', async () => {
    const documents: Documents = new Map();
    const arm = image(documents, '0', 'arm64');
    const amd = image(documents, '1000');
    const proof = {
      ...image(documents, '0', 'unknown'),
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
    };
    const list = blob(documents, INDEX, { schemaVersion: 2, mediaType: INDEX, manifests: [arm, amd, proof] });
    index(documents, [list]);
    const found = await read(`${REF}@${list.digest}=${layout(documents)}`);
    expect(found.map(({ digest, user }) => [digest, user])).toEqual([
      [list.digest, '1000'],
      [amd.digest, '1000'],
    ]);
  });

  it('of several images gives the one that is named, and all where none is', async () => {
    const documents: Documents = new Map();
    const named = (name: string, user: string) => ({
      ...image(documents, user),
      annotations: { 'org.opencontainers.image.ref.name': name },
    });
    index(documents, [named('1.3', '0'), named('1.4', '1000')]);
    const path = layout(documents);
    expect((await read(`${REF}:1.4=${path}`)).map(({ user }) => user)).toEqual(['1000']);
    expect((await read(path)).map(({ reference }) => reference)).toEqual(['1.3', '1.4']);
    await expect(read(`${REF}:2=${path}`)).rejects.toMatchObject({ code: 'E_IMAGE_AMBIGUOUS' });
  });
});

describe('an archive of docker save', () => {
  const saved = (tags: readonly string[] | null): Documents =>
    new Map([
      ['manifest.json', Buffer.from(JSON.stringify([{ Config: 'abc.json', RepoTags: tags, Layers: [] }]))],
      [
        'abc.json',
        Buffer.from(JSON.stringify({ architecture: 'amd64', os: 'linux', config: { User: 'node' } })),
      ],
    ]);

  it('gives its configuration by name, without a digest', async () => {
    expect(await read(file('a.tar', archive(saved([`${REF}:1.4`]))))).toEqual([
      {
        name: `//oci.image/${REF}:1.4`,
        reference: `${REF}:1.4`,
        digest: undefined,
        matchedBy: 'tag',
        user: 'node',
      },
    ]);
  });

  it('takes the reference it is given by, where it has no name', async () => {
    expect((await read(`${REF}:2=${file('a.tar', archive(saved(null)))}`))[0]?.reference).toBe(`${REF}:2`);
  });

  it('that is a layout as well is known by name and by digest', async () => {
    const documents = new Map([...single('1000'), ...saved([`${REF}:1.4`])]);
    const found = await read(`${REF}:1.4=${file('a.tar', archive(documents))}`);
    expect(found.map(({ digest }) => digest)).toEqual([undefined, digestOf(documents)]);
  });

  it('cannot be shown to be of a digest', async () => {
    const path = file('a.tar', archive(saved([`${REF}:1.4`])));
    await expect(read(`${REF}@sha256:${'0'.repeat(64)}=${path}`)).rejects.toMatchObject({
      code: 'E_IMAGE_DIGEST',
    });
  });
});

describe('what is no image is refused with its path', () => {
  const changed = (documents: Documents): Documents => {
    const [name = ''] = [...documents.keys()].filter((path) => path.startsWith('blobs/'));
    return documents.set(name, Buffer.from('{}'));
  };
  it.each<[string, () => string, string, string]>([
    ['a path that is not there', () => join(folder, 'none'), 'E_IMAGE_NOT_FOUND', 'no such file'],
    ['a text file', () => file('a.tar', Buffer.from('hello')), 'E_IMAGE_FORMAT', 'no tar archive'],
    ['an empty file', () => file('a.tar', Buffer.alloc(0)), 'E_IMAGE_FORMAT', 'no tar archive'],
    [
      'half an archive',
      () => file('a.tar', archive(single('1')).subarray(0, 6200)),
      'E_IMAGE_FORMAT',
      'ends inside',
    ],
    [
      'half a gzip',
      () => file('a.tgz', gzipSync(archive(single('1'))).subarray(0, 200)),
      'E_IMAGE_FORMAT',
      'gzip',
    ],
    [
      'another archive',
      () => file('a.tar', archive(new Map([['a.txt', Buffer.from('{}')]]))),
      'E_IMAGE_FORMAT',
      'neither',
    ],
    [
      'a layout without images',
      () => layout(new Map([['index.json', Buffer.from('{"manifests":[]}')]])),
      'E_IMAGE_EMPTY',
      'no container image',
    ],
    [
      'bytes that are not what their digest says',
      () => layout(changed(single('1'))),
      'E_IMAGE_DIGEST',
      'do not have that digest',
    ],
    [
      'a digest that climbs out',
      () =>
        layout(
          new Map([['index.json', Buffer.from('{"manifests":[{"digest":"sha256:../../etc/passwd"}]}')]]),
        ),
      'E_IMAGE_FORMAT',
      'is no digest',
    ],
    [
      'no platform that Cloud Run runs',
      () => {
        const documents: Documents = new Map();
        const list = blob(documents, INDEX, {
          manifests: [image(documents, '1', 'arm64'), image(documents, '1', 'ppc64le')],
        });
        index(documents, [list]);
        return layout(documents);
      },
      'E_IMAGE_PLATFORM',
      'linux/arm64, linux/ppc64le',
    ],
  ])('%s', async (_, path, code, message) => {
    const given = path();
    await expect(read(given)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
      place: { uri: expect.stringContaining(given) },
    });
  });

  it('a layout of another digest than the reference says', async () => {
    const wanted = `sha256:${'0'.repeat(64)}`;
    await expect(read(`${REF}@${wanted}=${layout(single('1'))}`)).rejects.toMatchObject({
      code: 'E_IMAGE_DIGEST',
    });
  });

  it('a reference that is none', async () => {
    await expect(read('not a reference=path')).rejects.toMatchObject({ code: 'E_IMAGE_REFERENCE' });
  });
});
