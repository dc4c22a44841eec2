import { existsSync } from 'node:fs';
import { PinkyError } from '../../errors.ts';

/** What `--image` was given: where the image is, and the name it is deployed by. */
export interface ImageArgument {
  readonly path: string;
  readonly reference: string | undefined;
}

const REFERENCE = /^[a-z0-9][\w.\-:/]*(@[a-z0-9]+:[0-9a-f]{32,})?$/i;

/** Splits `REF=PATH`; an existing path is taken whole, for a reference holds no `=` and a path may. */
export function parseImageArgument(argument: string): ImageArgument {
  const at = argument.indexOf('=');
  if (at < 0 || existsSync(argument)) return { path: argument, reference: undefined };
  const [reference, path] = [argument.slice(0, at), argument.slice(at + 1)];
  if (!REFERENCE.test(reference) || path === '') {
    const message = `--image ${argument}: expected REF=PATH or PATH`;
    const hint = '--image us-docker.pkg.dev/my-project/app/api:1.4=./api.tar';
    throw new PinkyError('E_IMAGE_REFERENCE', message, { hint });
  }
  return { path, reference };
}

/** The digest of a reference, `sha256:…`. */
export const digestOf = (reference: string | undefined): string | undefined => reference?.split('@')[1];

const withoutDigest = (reference: string) => reference.split('@')[0] as string;

/** Whether a name found in an image (`repository:tag`, or its tag alone) is that of the reference. */
export function isNamed(reference: string, name: string): boolean {
  const wanted = withoutDigest(reference);
  const tag = /:([^/:]+)$/.exec(wanted)?.[1] ?? 'latest';
  const full = wanted.endsWith(`:${tag}`) ? wanted : `${wanted}:${tag}`;
  return name === full || name === wanted || name === tag || name === `docker.io/${full}`;
}
