import type { Asset } from '../../policy/model.ts';
import type { Unknown } from '../../policy/unknown.ts';

/**
 * Stands in a list of planned assets for those that the plan does not manage: to read it is to read what is not known.
 */
export const beyondPlan = (type: string, gap: Unknown): Asset => ({
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
