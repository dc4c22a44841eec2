/** CRC-32 of Castagnoli's polynomial (RFC 3720, B.4): four bytes in big-endian order. */
export function crc32cBytes(content: Buffer): Buffer {
  let crc = 0xffffffff;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return bytes;
}
