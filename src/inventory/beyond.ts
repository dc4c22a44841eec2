import type { Asset } from '../policy/model.ts';
import type { Unknown } from '../policy/unknown.ts';

/**
 * Stands in a list of assets for others that there may be, which a plan does not manage or which could not be read: to
 * read it is to read what is not known.
 */
export const beyondRead = (type: string, gap: Unknown): Asset => ({
  name: type,
  id: '',
  type,
  project: undefined,
  location: undefined,
  labels: {},
  data: gap as unknown as Record<string, unknown>,
  partial: true,
  ancestors: [],
  updateTime: undefined,
  origin: { uri: '' },
  isUnset: () => false,
  sourcePath: (path) => path,
});
