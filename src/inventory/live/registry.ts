import { createHash } from 'node:crypto';
import { PinkyError } from '../../errors.ts';
import { type Session, TIMEOUT } from '../../google/session.ts';
import type { ImageFiles } from '../image/files.ts';
import { Layout } from '../image/layout.ts';
import type { ServingImage } from './serving.ts';

export const PERMISSION = 'artifactregistry.repositories.downloadArtifacts';
export const SERVICE = 'artifactregistry.googleapis.com';

/** A tenth of what a project may read of a region. Source: https://cloud.google.com/artifact-registry/quotas. */
const QUOTA = { name: 'artifactregistry reads', perMinute: 6000 };

/** Manifests and configurations are kilobytes; the largest known have some hundred. */
const MOST_BYTES = 4 << 20;
/** A blob is given by way of the storage it lies in. */
const MOST_REDIRECTS = 3;

const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** A configuration, as the image it belongs to has it. */
export interface Fetched {
  readonly digest: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * The configuration of an image in a registry of Google's, its bytes checked against every digest on the way. Of an
 * image for several platforms it is that of linux/amd64.
 * Source: OCI distribution specification, https://github.com/opencontainers/distribution-spec/blob/main/spec.md
 * @throws what the client throws; PinkyError E_IMAGE_… for what is no image
 */
export async function fetchImage(session: Session, image: ServingImage): Promise<Fetched> {
  const { repository, tag } = image;
  const files = new RegistryFiles(session, repository);
  const digest = image.digest ?? (await files.resolve(tag ?? 'latest'));
  const reference = `${repository}@${digest}`;
  const [found] = await new Layout(files.of(digest), { path: reference, reference }).images();
  if (!found) throw new PinkyError('E_IMAGE_EMPTY', `${reference} is no container image`);
  return { digest, config: found.config };
}

/** A registry as the files of an image layout. */
class RegistryFiles {
  readonly #session: Session;
  readonly #base: string;
  /** Digests that manifests and indexes go by; all others are blobs. */
  readonly #manifests = new Set<string>();

  constructor(session: Session, repository: string) {
    this.#session = session;
    const slash = repository.indexOf('/');
    this.#base = `https://${repository.slice(0, slash)}/v2/${repository.slice(slash + 1)}`;
  }

  /** The digest of a tag. */
  async resolve(tag: string): Promise<string> {
    const bytes = await this.#get(`manifests/${tag}`);
    return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  }

  of(digest: string): ImageFiles {
    this.#manifests.add(digest);
    return { read: (path) => this.#read(path, digest) };
  }

  async #read(path: string, root: string): Promise<Buffer | undefined> {
    if (path === 'index.json') return Buffer.from(JSON.stringify({ manifests: [{ digest: root }] }));
    const [, algorithm, hex] = /^blobs\/(\w+)\/(\w+)$/.exec(path) ?? [];
    if (algorithm === undefined) return undefined;
    const digest = `${algorithm}:${hex}`;
    if (!this.#manifests.has(digest)) return this.#get(`blobs/${digest}`);
    const bytes = await this.#get(`manifests/${digest}`);
    for (const listed of manifestsIn(bytes)) this.#manifests.add(listed);
    return bytes;
  }

  #get(path: string): Promise<Buffer> {
    return this.#session.read(QUOTA, async () => {
      let url = `${this.#base}/${path}`;
      for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
        const { status, headers, data } = await this.#request(url, hops === 0);
        const location = headers.get('location');
        if (status < 300) {
          if (data.byteLength <= MOST_BYTES) return Buffer.from(data);
          throw new PinkyError('E_IMAGE_TOO_LARGE', `${path} has ${data.byteLength} bytes`);
        }
        if (location === null) break;
        url = new URL(location, url).href;
        if (!url.startsWith('https://')) break;
      }
      throw new PinkyError('E_IMAGE_REGISTRY', `${this.#base}/${path} leads nowhere`);
    });
  }

  /** Only the registry itself is shown the credentials: where it leads to has a signature in its address. */
  async #request(url: string, own: boolean) {
    const { client } = this.#session.credentials;
    const options = {
      url,
      responseType: 'arraybuffer',
      redirect: 'manual',
      retry: false,
      timeout: TIMEOUT,
      validateStatus: (status: number) => status < 400,
    } as const;
    return own
      ? client.request<ArrayBuffer>({ ...options, headers: { accept: ACCEPT } })
      : client.transporter.request<ArrayBuffer>(options);
  }
}

function manifestsIn(bytes: Buffer): readonly string[] {
  try {
    const { manifests } = JSON.parse(bytes.toString('utf8')) as { manifests?: { digest?: unknown }[] };
    return (Array.isArray(manifests) ? manifests : []).flatMap(({ digest }) =>
      typeof digest === 'string' ? [digest] : [],
    );
  } catch {
    // What is no JSON is refused by whoever reads it.
    return [];
  }
}
