import { createHash } from 'node:crypto';
import { PinkyError } from '../../errors.ts';
import type { ImageFiles } from './files.ts';
import { digestOf, type ImageArgument, isNamed } from './reference.ts';

/** One image configuration, and what it may be referred to by. */
export interface FoundImage {
  /** Names the image itself carries, `repository:tag` or a tag. */
  readonly names: readonly string[];
  /** Digests of its manifest and of the index that lists it, each checked against the bytes; none in old archives. */
  readonly digests: readonly string[];
  /**
   * The image was written by `docker save`, whose digests may be its own and not those of a registry: a name alone may
   * identify it as well.
   */
  readonly saved: boolean;
  readonly config: Record<string, unknown>;
}

/** A descriptor of the OCI image specification, as far as it is read. */
interface Descriptor {
  readonly mediaType?: string;
  readonly digest?: string;
  readonly platform?: { readonly os?: string; readonly architecture?: string };
  readonly annotations?: Readonly<Record<string, string>>;
}

const INDEX = /(image\.index\.v1|manifest\.list\.v2)\+json/;
const CONFIG = /(oci\.image\.config\.v1|docker\.container\.image\.v1)\+json/;
/** Cloud Run runs nothing else. */
const PLATFORM = 'linux/amd64';
const NAMES = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'];

type Json = Record<string, unknown>;

/** Reads the images of a layout (`index.json`), or of an archive of an older `docker save` (`manifest.json`). */
export class Layout {
  readonly #files: ImageFiles;
  readonly #image: ImageArgument;

  constructor(files: ImageFiles, image: ImageArgument) {
    this.#files = files;
    this.#image = image;
  }

  #refuse(code: string, message: string, hint?: string): PinkyError {
    return new PinkyError(code, message, { place: { uri: this.#image.path }, ...(hint && { hint }) });
  }

  /** The image that the reference names, or every image where none is given. */
  async images(): Promise<readonly FoundImage[]> {
    const index = await this.#document('index.json');
    const list = await this.#document('manifest.json');
    if (index) {
      const images = await this.#fromIndex(index as { manifests?: Descriptor[] });
      return images.map((image) => ({ ...image, saved: list !== undefined }));
    }
    if (Array.isArray(list)) return this.#fromArchive(list as Json[]);
    const hint = 'make one by `docker save`, or by `skopeo copy docker://REF oci:DIR`';
    throw this.#refuse(
      'E_IMAGE_FORMAT',
      'holds neither index.json nor manifest.json: no container image',
      hint,
    );
  }

  async #fromIndex({ manifests }: { manifests?: Descriptor[] }): Promise<readonly FoundImage[]> {
    const all = (Array.isArray(manifests) ? manifests : []).filter(isImage);
    const groups = new Map<string, Descriptor[]>();
    for (const one of all) groups.set(nameOf(one), [...(groups.get(nameOf(one)) ?? []), one]);
    const found: FoundImage[] = [];
    for (const descriptors of groups.values()) {
      const one = this.#choose(descriptors, 'the layout');
      const image = await this.#resolve(one, []);
      if (image) found.push({ ...image, names: namesOf(one) });
    }
    return this.#select(found);
  }

  /** The image behind a descriptor; undefined for what is no container image (a chart, a signature). */
  async #resolve(descriptor: Descriptor, above: readonly string[]): Promise<FoundImage | undefined> {
    const digest = descriptor.digest ?? '';
    const body = (await this.#blob(digest)) as Json & { manifests?: Descriptor[]; config?: Descriptor };
    const digests = [...above, digest];
    if (INDEX.test(descriptor.mediaType ?? String(body['mediaType'])) || Array.isArray(body.manifests)) {
      if (above.length > 0) throw this.#refuse('E_IMAGE_FORMAT', `${digest} is an index inside an index`);
      return this.#resolve(this.#choose((body.manifests ?? []).filter(isImage), digest), digests);
    }
    if (!body.config || !CONFIG.test(body.config.mediaType ?? '')) return undefined;
    return { names: [], digests, saved: false, config: (await this.#blob(body.config.digest ?? '')) as Json };
  }

  /** Of manifests for several platforms the one that Cloud Run runs. */
  #choose(descriptors: readonly Descriptor[], where: string): Descriptor {
    const [first] = descriptors;
    if (first && descriptors.length === 1) return first;
    const here = descriptors.filter(({ platform }) => sayPlatform(platform) === PLATFORM);
    if (here[0] && here.length === 1) return here[0];
    const platforms = descriptors.map(({ platform }) => sayPlatform(platform)).join(', ') || 'none';
    throw this.#refuse('E_IMAGE_PLATFORM', `${where} holds not one image for ${PLATFORM} but: ${platforms}`);
  }

  async #fromArchive(list: readonly Json[]): Promise<readonly FoundImage[]> {
    const wanted = digestOf(this.#image.reference);
    if (wanted !== undefined) {
      const message = `holds no digests, so it cannot be shown to be ${wanted}`;
      throw this.#refuse('E_IMAGE_DIGEST', message, 'make an OCI layout: `skopeo copy docker://REF oci:DIR`');
    }
    const found: FoundImage[] = [];
    for (const { Config, RepoTags } of list) {
      const config = await this.#document(String(Config));
      if (!config) throw this.#refuse('E_IMAGE_FORMAT', `lacks the configuration ${Config}`);
      found.push({
        names: Array.isArray(RepoTags) ? RepoTags.map(String) : [],
        digests: [],
        saved: true,
        config,
      });
    }
    return this.#select(found);
  }

  #select(found: readonly FoundImage[]): readonly FoundImage[] {
    const { reference } = this.#image;
    if (found.length === 0) throw this.#refuse('E_IMAGE_EMPTY', 'holds no container image');
    if (reference === undefined) return found;
    const digest = digestOf(reference);
    if (digest !== undefined) {
      const one = found.find(({ digests }) => digests.includes(digest));
      const seen = found.flatMap(({ digests }) => digests).join(', ');
      if (!one)
        throw this.#refuse('E_IMAGE_DIGEST', `holds ${seen}, not ${digest}`, 'give the image of that digest');
      return [one];
    }
    const named = found.filter(({ names }) => names.some((name) => isNamed(reference, name)));
    if (named.length === 1) return named;
    if (found.length === 1) return found;
    const names = found.map((one) => one.names[0] ?? one.digests[0] ?? 'one without a name').join(', ');
    throw this.#refuse(
      'E_IMAGE_AMBIGUOUS',
      `holds ${found.length} images, and not one is ${reference}: ${names}`,
    );
  }

  /** A content-addressed document, its bytes checked against the digest: digests are what evidence is joined by. */
  async #blob(digest: string): Promise<Json> {
    const [algorithm, hex] = digest.split(':');
    if (!/^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/.test(digest)) {
      throw this.#refuse('E_IMAGE_FORMAT', `"${digest.slice(0, 80)}" is no digest`);
    }
    const path = `blobs/${algorithm}/${hex}`;
    const bytes = await this.#files.read(path);
    if (!bytes) throw this.#refuse('E_IMAGE_FORMAT', `lacks ${path}`, 'it was copied in part: save it again');
    const actual = createHash(algorithm as string)
      .update(bytes)
      .digest('hex');
    if (actual !== hex) throw this.#refuse('E_IMAGE_DIGEST', `the bytes of ${path} do not have that digest`);
    return this.#parse(bytes, path);
  }

  async #document(path: string): Promise<Json | undefined> {
    const bytes = await this.#files.read(path);
    return bytes && this.#parse(bytes, path);
  }

  #parse(bytes: Buffer, path: string): Json {
    let value: unknown;
    try {
      value = JSON.parse(bytes.toString('utf8'));
    } catch {
      value = undefined;
    }
    if (typeof value !== 'object' || value === null)
      throw this.#refuse('E_IMAGE_FORMAT', `${path} is no JSON document`);
    return value as Json;
  }
}

const sayPlatform = (platform: Descriptor['platform']): string =>
  platform ? `${platform.os}/${platform.architecture}` : 'an unnamed platform';

/** Build attestations stand beside the images of an index. */
const isImage = ({ annotations }: Descriptor): boolean =>
  annotations?.['vnd.docker.reference.type'] !== 'attestation-manifest';

const namesOf = ({ annotations }: Descriptor): string[] =>
  NAMES.flatMap((key) => (annotations?.[key] === undefined ? [] : [annotations[key]]));

/** Manifests without a name that differ by platform are one image; others are told apart by name. */
const nameOf = (one: Descriptor): string => namesOf(one)[0] ?? (one.platform ? '' : (one.digest ?? ''));
