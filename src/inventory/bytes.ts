/** Whether the bytes stand at the position. */
export function sameBytes(view: Buffer, at: number, bytes: Buffer): boolean {
  for (let i = 0; i < bytes.length; i++) if (view[at + i] !== bytes[i]) return false;
  return true;
}

/** A 32-bit mix of the bytes, by which what is looked for is known without a string being made of it. */
export function hash(view: Buffer, start: number, end: number): number {
  let mixed = end - start;
  for (let i = start; i < end; i++) mixed = (Math.imul(mixed, 31) + (view[i] as number)) | 0;
  return mixed;
}

/** Whether a zip archive begins so: PKZIP's mark. A binary plan is such an archive. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
