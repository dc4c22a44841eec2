import { PinkyError } from '../../errors.ts';
import { failureOf } from '../../google/failure.ts';
import type { Session } from '../../google/session.ts';
import { IMAGE_TYPE, imageData, imageName } from '../image/read.ts';
import type { ManifestGap } from '../manifest.ts';
import { causeOf } from './gap.ts';
import { type Fetched, fetchImage, PERMISSION, SERVICE } from './registry.ts';
import type { ServingImage } from './serving.ts';

/** What a call to a registry came to where it gave no image. */
type Unread = Pick<ManifestGap, 'state' | 'cause' | 'needs'>;

/** The configurations of images that serve. A repository that lets nothing be read of it is not asked for each image. */
export class Images {
  readonly #session: Session;
  /** By repository of the registry, which holds several images. */
  readonly #refused = new Map<string, Unread>();

  constructor(session: Session) {
    this.#session = session;
  }

  /**
   * The configuration of an image as a line of the snapshot. One that cannot be had is a line as well, which says why, for
   * what is asked of an image is asked of this one and not of all.
   */
  async line(image: ServingImage): Promise<{ readonly line: string; readonly gap?: ManifestGap }> {
    const { repository, tag, digest, project } = image;
    const named = `${repository}${tag === undefined ? '' : `:${tag}`}`;
    const fetched = this.#refused.get(holderOf(repository)) ?? (await this.#fetch(image, named));
    if ('config' in fetched) {
      const known = { name: named, digest: fetched.digest };
      return { line: lineOf(known, imageData({ ...known, config: fetched.config })) };
    }
    const data = { reference: named, ...(digest !== undefined && { digest }), unread: fetched };
    return { line: lineOf({ name: named, digest }, data), gap: { type: IMAGE_TYPE, project, ...fetched } };
  }

  async #fetch(image: ServingImage, named: string): Promise<Fetched | Unread> {
    try {
      return await fetchImage(this.#session, image);
    } catch (error) {
      if (error instanceof PinkyError)
        return { state: 'not-read', cause: error.message, needs: 'push the image again' };
      const failure = failureOf(error, this.#session.clock.now());
      const ofAll = failure.kind === 'denied' || failure.kind === 'api-disabled';
      const holder = holderOf(image.repository);
      const place = ofAll ? holder : named;
      const unread = causeOf(failure, { service: SERVICE, permission: PERMISSION, place });
      if (ofAll) this.#refused.set(holder, unread);
      return unread;
    }
  }
}

/** What permissions are set on: a repository of Artifact Registry, or all of a project's of Container Registry. */
const holderOf = (repository: string): string =>
  repository
    .split('/')
    .slice(0, /^[^/]+\.pkg\.dev\//.test(repository) ? 3 : 2)
    .join('/');

function lineOf(known: Parameters<typeof imageName>[0], data: object): string {
  return JSON.stringify({ name: imageName(known), assetType: IMAGE_TYPE, resource: { data } });
}
