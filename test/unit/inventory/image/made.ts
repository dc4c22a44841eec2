import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Documents of an image by path. */
export type Documents = Map<string, Buffer>;

const OCI = 'application/vnd.oci.image';
export const INDEX = `${OCI}.index.v1+json`;
const MANIFEST = `${OCI}.manifest.v1+json`;
const CONFIG = `${OCI}.config.v1+json`;

/** Puts a document into a layout's blobs and gives its descriptor. */
export function blob(into: Documents, mediaType: string, document: object) {
  const bytes = Buffer.from(JSON.stringify(document));
  const hex = createHash('sha256').update(bytes).digest('hex');
  into.set(`blobs/sha256/${hex}`, bytes);
  return { mediaType, digest: `sha256:${hex}`, size: bytes.length };
}

/** Puts an image's configuration and manifest into a layout and gives the manifest's descriptor. */
export const image = (into: Documents, user: string | undefined, architecture = 'amd64') => {
  const config = blob(into, CONFIG, {
    architecture,
    os: 'linux',
    config: { ...(user !== undefined && { User: user }) },
  });
  return {
    ...blob(into, MANIFEST, { schemaVersion: 2, mediaType: MANIFEST, config, layers: [] }),
    platform: { os: 'linux', architecture },
  };
};

/** Sets the layout's own index. */
export function index(into: Documents, manifests: readonly object[]): void {
  into.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })));
}

/** Writes a layout as a directory. */
export function directory(documents: Documents, path: string): string {
  for (const [name, bytes] of documents) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), bytes);
  }
  return path;
}

const field = (value: number, size: number) => `${value.toString(8).padStart(size - 1, '0')}\0`;

/** One member of a ustar archive. */
export function member(name: string, bytes: Buffer, { kind = '0', prefix = '' } = {}): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write(field(0o644, 8), 100);
  header.write(field(bytes.length, 12), 124);
  header.write(' '.repeat(8), 148);
  header.write(kind, 156);
  header.write('ustar\0', 257);
  header.write('00', 263);
  header.write(prefix, 345);
  header.write(
    field(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    ),
    148,
  );
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

/** A tar archive of documents, a layer among them. */
export const archive = (documents: Documents): Buffer =>
  Buffer.concat([
    member('blobs/', Buffer.alloc(0), { kind: '5' }),
    member('blobs/sha256/layer', Buffer.alloc(5000, 7)),
    ...[...documents].map(([name, bytes]) => member(name, bytes)),
    Buffer.alloc(1024),
  ]);
