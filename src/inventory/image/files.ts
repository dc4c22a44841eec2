import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { PinkyError } from '../../errors.ts';
import { TarError, tarEntries } from './tar.ts';

/** The small files of an image: its documents, not its layers. */
export interface ImageFiles {
  /** A document by its path inside the image; undefined where there is none. */
  read(path: string): Promise<Buffer | undefined>;
}

/** Manifests and configurations are kilobytes; the largest known have some hundred. */
const MAX_DOCUMENT_BYTES = 4 << 20;
const MAX_TOTAL_BYTES = 64 << 20;
const CHUNK_BYTES = 1 << 20;

/** Opens an OCI layout directory, or an archive of one or of `docker save`, gzipped or not. */
export async function openImage(path: string): Promise<ImageFiles> {
  try {
    return (await stat(path)).isDirectory() ? directory(path) : await archive(path);
  } catch (cause) {
    if (cause instanceof PinkyError) throw cause;
    throw refusal(path, cause);
  }
}

function refusal(uri: string, cause: unknown): PinkyError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const place = { uri };
  if (cause instanceof TarError) {
    const hint = 'give an OCI layout directory, or an archive made by `docker save`';
    return new PinkyError('E_IMAGE_FORMAT', cause.message, { place, hint, cause });
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    const hint = 'give --image REF=PATH, PATH being an OCI layout directory or an archive of `docker save`';
    return new PinkyError('E_IMAGE_NOT_FOUND', 'no such file or directory', { place, hint, cause });
  }
  if (code.startsWith('Z_')) {
    const message = 'the gzip data is damaged or cut off';
    return new PinkyError('E_IMAGE_FORMAT', message, { place, hint: 'copy or save the image again', cause });
  }
  return new PinkyError('E_IMAGE_READ', `reading failed (${code || String(cause)})`, { place, cause });
}

function directory(root: string): ImageFiles {
  return {
    async read(path) {
      const file = join(root, path);
      try {
        if ((await stat(file)).size > MAX_DOCUMENT_BYTES) throw tooLarge(file);
        return await readFile(file);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw cause instanceof PinkyError ? cause : refusal(file, cause);
      }
    },
  };
}

const tooLarge = (uri: string) =>
  new PinkyError('E_IMAGE_TOO_LARGE', `holds documents of more than ${MAX_DOCUMENT_BYTES >> 20} MiB`, {
    place: { uri },
  });

/** Reads an archive once and keeps what may be a document: in what order they stand is not known before. */
async function archive(path: string): Promise<ImageFiles> {
  const documents = new Map<string, Buffer>();
  let total = 0;
  for await (const entry of tarEntries(await unpacked(path))) {
    if (!entry.regular || entry.size === 0 || entry.size > MAX_DOCUMENT_BYTES) continue;
    const bytes = await entry.read();
    if (bytes[0] !== 0x7b && bytes[0] !== 0x5b) continue;
    total += bytes.length;
    if (total > MAX_TOTAL_BYTES) throw tooLarge(path);
    documents.set(entry.path, bytes);
  }
  return { read: async (name) => documents.get(name) };
}

async function unpacked(path: string): Promise<AsyncIterable<Uint8Array>> {
  const file = await open(path);
  const head = Buffer.alloc(2);
  try {
    await file.read(head, 0, 2, 0);
  } finally {
    await file.close();
  }
  const bytes = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  if (head[0] !== 0x1f || head[1] !== 0x8b) return bytes;
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  bytes.on('error', (cause) => gunzip.destroy(cause));
  return bytes.pipe(gunzip);
}
