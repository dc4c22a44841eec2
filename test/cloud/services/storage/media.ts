import { createHash } from 'node:crypto';
import { crc32cBytes } from '../../core/crc32c.ts';
import { type JsonObject, objectOf } from '../../core/json.ts';
import type { Call } from '../../core/service.ts';

/** What an upload brings: the object's metadata, and its content. */
export interface Upload {
  readonly metadata: JsonObject;
  readonly content: Buffer;
}

/**
 * Reads the body of an upload: `media`, the content alone, or `multipart`, metadata and content
 * (https://cloud.google.com/storage/docs/uploading-objects#multipart).
 */
export function uploadOf({ query, headers, raw }: Call): Upload {
  const type = headers['content-type'] ?? '';
  const boundary = /boundary=["']?([^"';]+)/.exec(type)?.[1];
  if (query.get('uploadType') !== 'multipart' || boundary === undefined) {
    return { metadata: type === '' ? {} : { contentType: type }, content: raw };
  }
  const [metadata, content] = partsOf(raw, boundary);
  const said = objectOf(JSON.parse(metadata?.content.toString('utf8') ?? '{}'));
  return {
    metadata: { contentType: content?.type ?? 'application/octet-stream', ...said },
    content: content?.content ?? Buffer.alloc(0),
  };
}

/** The parts of a multipart body (RFC 2046, 5.1): bytes, so that content may be anything. */
function partsOf(
  raw: Buffer,
  boundary: string,
): { readonly type: string | undefined; readonly content: Buffer }[] {
  const parts: { type: string | undefined; content: Buffer }[] = [];
  const line = Buffer.from(`--${boundary}`);
  for (let at = raw.indexOf(line); at >= 0; ) {
    const next = raw.indexOf(line, at + line.length);
    if (next < 0) break;
    const part = raw.subarray(at + line.length, next);
    const newline = part.includes('\r\n\r\n') ? '\r\n' : '\n';
    const head = part.indexOf(newline + newline);
    const content = part.subarray(head + 2 * newline.length, part.length - newline.length);
    const type = /content-type:\s*([^\r\n]+)/i.exec(part.subarray(0, head).toString('latin1'))?.[1];
    parts.push({ type, content });
    at = next;
  }
  return parts;
}

/** The checksums that clients compare: MD5, and CRC-32C in big-endian order, both as base64. */
export const checksumsOf = (content: Buffer): JsonObject => ({
  md5Hash: createHash('md5').update(content).digest('base64'),
  crc32c: crc32cBytes(content).toString('base64'),
});
