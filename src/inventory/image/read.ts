import type { Asset } from '#policy';
import { makeAsset } from '../asset.ts';
import type { Evidence } from '../coverage.ts';
import { openImage } from './files.ts';
import { type FoundImage, Layout } from './layout.ts';
import { digestOf, parseImageArgument } from './reference.ts';

/** The type under which image configurations are assets. */
export const IMAGE_TYPE = 'oci.image/Config';

/** What `--image` gave. */
export interface ImageEvidence {
  readonly assets: readonly Asset[];
  readonly source: { readonly kind: 'image'; readonly uri: string; readonly assets: number };
  readonly evidence: Evidence;
}

/**
 * Reads the configurations of the images that `REF=PATH` or `PATH` means: one asset for each digest by which an image
 * may be referred to, and one without a digest where only a name identifies it. The configuration is kept as the OCI
 * image specification has it (https://github.com/opencontainers/image-spec/blob/main/config.md).
 *
 * @throws PinkyError E_IMAGE_… that names the path
 */
export async function readImage(argument: string): Promise<ImageEvidence> {
  const image = parseImageArgument(argument);
  const found = await new Layout(await openImage(image.path), image).images();
  const assets = found.flatMap((one) => assetsOf(one, image.reference, image.path));
  return {
    assets,
    source: { kind: 'image', uri: image.path, assets: found.length },
    evidence: evidenceOf(image.path),
  };
}

function assetsOf(
  { names, digests, saved, config }: FoundImage,
  reference: string | undefined,
  uri: string,
): Asset[] {
  const given = reference === undefined ? names : [reference];
  // Old archives have no digest, and an image without a name is known by its digest.
  const known =
    digests.length === 0 || (saved && digestOf(reference) === undefined) ? [undefined, ...digests] : digests;
  return (given.length > 0 ? given : [undefined]).flatMap((name) =>
    known
      .filter((digest) => name !== undefined || digest !== undefined)
      .map((digest) => assetOf({ config, name, digest, uri })),
  );
}

interface Known {
  readonly config: Readonly<Record<string, unknown>>;
  readonly name: string | undefined;
  readonly digest: string | undefined;
}

const assetOf = ({ uri, ...known }: Known & { readonly uri: string }): Asset =>
  makeAsset(
    {
      kind: 'record',
      name: imageName(known),
      type: IMAGE_TYPE,
      data: imageData(known),
      ignored: [],
      ancestors: [],
    },
    { uri },
  );

/** Full resource name of an image's configuration. */
export function imageName({ name, digest }: Pick<Known, 'name' | 'digest'>): string {
  return `//oci.image/${(name ?? 'image').split('@')[0]}${digest === undefined ? '' : `@${digest}`}`;
}

/** An image's configuration as the asset type has it, from the document that the image holds. */
export function imageData({ config: document, name, digest }: Known): Record<string, unknown> {
  const { architecture, os, config } = document;
  return {
    ...(name !== undefined && { reference: name }),
    ...(digest !== undefined && { digest }),
    matchedBy: digest === undefined ? 'tag' : 'digest',
    ...(architecture !== undefined && { architecture }),
    ...(os !== undefined && { os }),
    config: typeof config === 'object' && config !== null ? { ...config } : {},
  };
}

/** Whatever images were given, those that were not are each asked for by name: the type as such was read. */
const evidenceOf = (uri: string): Evidence => ({
  uri,
  types: new Set([IMAGE_TYPE]),
  projects: new Set(),
  iam: false,
  orgPolicy: false,
  enabledApis: new Map(),
  malformed: new Set(),
  manifest: { scope: 'images', readTime: undefined, types: [IMAGE_TYPE], contents: [], gaps: [] },
});
