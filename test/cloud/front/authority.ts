import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A throw-away certificate authority and the certificate of the emulated hosts that it signed. */
export interface Authority {
  /** PEM file that clients are told to trust. */
  readonly file: string;
  readonly key: string;
  readonly cert: string;
}

/** Names the certificate covers: one label stands before `googleapis.com`, also in regional hosts. */
const HOSTS = ['*.googleapis.com', 'googleapis.com', 'accounts.google.com', '*.pkg.dev', 'localhost'];

/** Whether a tunnel to a host is answered here; anything else is refused, never passed on. */
export const covers = (host: string): boolean =>
  HOSTS.some((one) =>
    one.startsWith('*.')
      ? host.endsWith(one.slice(1)) && !host.slice(0, 1 - one.length).includes('.')
      : host === one,
  ) || host === '127.0.0.1';

const EC = { keyType: 'ec', algorithm: 'sha256' } as const;

let made: Promise<{ root: string; key: string; cert: string }> | undefined;

/** Made once in a process, whatever the number of clouds. */
async function make(): Promise<{ root: string; key: string; cert: string }> {
  const root = await generate([{ name: 'commonName', value: 'Stand-in cloud authority' }], {
    ...EC,
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, digitalSignature: true, critical: true },
    ],
  });
  const leaf = await generate([{ name: 'commonName', value: 'googleapis.com' }], {
    ...EC,
    ca: { key: root.private, cert: root.cert },
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [...HOSTS.map((value) => ({ type: 2 as const, value })), { type: 7, ip: '127.0.0.1' }],
      },
    ],
  });
  return { root: root.cert, key: leaf.private, cert: `${leaf.cert}\n${root.cert}` };
}

/** The authority, its certificate written into the folder. */
export async function makeAuthority(folder: string): Promise<Authority> {
  made ??= make();
  const { root, key, cert } = await made;
  const file = join(folder, 'authority.pem');
  writeFileSync(file, root);
  return { file, key, cert };
}
