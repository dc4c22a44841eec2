import { PinkyError } from '../../errors.ts';
import { failureOf } from '../../google/failure.ts';
import type { Session } from '../../google/session.ts';
import { IMAGE_TYPE, imageData, imageName } from '../image/read.ts';
import type { ManifestGap } from '../manifest.ts';
import { causeOf } from './gap.ts';
import { fetchImage, PERMISSION, SERVICE } from './registry.ts';
import type { ServingImage } from './serving.ts';

/**
 * The configuration of an image as a line of the snapshot. One that cannot be had is a line as well, which says why, for
 * what is asked of an image is asked of this one and not of all.
 */
export async function imageLine(
  session: Session,
  image: ServingImage,
): Promise<{ readonly line: string; readonly gap?: ManifestGap }> {
  const { repository, tag, digest, project } = image;
  const named = `${repository}${tag === undefined ? '' : `:${tag}`}`;
  try {
    const fetched = await fetchImage(session, image);
    const known = { name: named, digest: fetched.digest };
    return { line: lineOf(known, imageData({ ...known, config: fetched.config })) };
  } catch (error) {
    const cause =
      error instanceof PinkyError
        ? { state: 'not-read' as const, cause: error.message, needs: 'push the image again' }
        : causeOf(failureOf(error, session.clock.now()), {
            service: SERVICE,
            permission: PERMISSION,
            place: named,
          });
    const data = { reference: named, ...(digest !== undefined && { digest }), unread: cause };
    return { line: lineOf({ name: named, digest }, data), gap: { type: IMAGE_TYPE, project, ...cause } };
  }
}

function lineOf(known: Parameters<typeof imageName>[0], data: object): string {
  return JSON.stringify({ name: imageName(known), assetType: IMAGE_TYPE, resource: { data } });
}
