import { Unknown } from '#policy';
import { optionOf } from './line.ts';
import type { Use } from './uses.ts';

const asked = ({ words }: Use): string => words.join(' ');

/** A step that clears a CDN's cache. Source: gcloud compute url-maps invalidate-cdn-cache. */
export const invalidation = (use: Use): { readonly path: string } | undefined =>
  /^gcloud (alpha |beta )?compute url-maps invalidate-cdn-cache\b/.test(asked(use)) ||
  (/^(curl|wget)$/.test(use.words[0] ?? '') && /invalidateCache\b/.test(asked(use)))
    ? { path: optionOf(use.words, '--path') ?? '/*' }
    : undefined;

/** A change of traffic of a Cloud Run service, by the share that the new revision gets, in per cent. */
export interface Shift {
  readonly percent: number;
}

/**
 * What share of traffic a command gives to a new revision: 0 for a deployment without traffic, 100 for one that takes
 * it all. Source: gcloud run deploy, gcloud run services update-traffic, google-github-actions/deploy-cloudrun.
 */
export function shift(use: Use): Shift | undefined {
  const { words, action, with: inputs } = use;
  if (action === 'google-github-actions/deploy-cloudrun') {
    const share = inputs['revision_traffic'] ?? inputs['tag_traffic'];
    if (share !== undefined) return { percent: percentOf(share) };
    return { percent: inputs['no_traffic'] === 'true' ? 0 : 100 };
  }
  const line = asked(use);
  if (/^gcloud (alpha |beta )?run deploy\b/.test(line))
    return { percent: words.includes('--no-traffic') ? 0 : 100 };
  if (!/^gcloud (alpha |beta )?run services update-traffic\b/.test(line)) return undefined;
  if (words.includes('--to-latest')) return { percent: 100 };
  const share = optionOf(words, '--to-revisions', '--to-tags');
  return share === undefined ? undefined : { percent: percentOf(share) };
}

/** `REVISION=PERCENT`, the first of several. @throws Unknown where the number is not known */
function percentOf(share: string): number {
  const number = /=(\d+)(,|$)/.exec(share)?.[1];
  if (number !== undefined) return Number(number);
  throw new Unknown(
    'unrecognised',
    `the share of traffic in ${JSON.stringify(share.slice(0, 60))} is not known`,
  );
}

/** A command that gives all traffic back to what served before. */
export const rollback = (use: Use): { readonly back: true } | undefined =>
  /^gcloud (alpha |beta )?(run services update-traffic\b.*--to-(revisions|tags)|deploy targets rollback\b)/.test(
    asked(use),
  )
    ? { back: true }
    : undefined;
