import type { Cloud } from '../../cloud.ts';

const lags = new WeakMap<Cloud, number>();

/**
 * Lets the inventory lag behind the APIs: what was written less than that long ago, by the cloud's clock, it does not
 * have yet. No lag by default.
 */
export function setLag(cloud: Cloud, milliseconds: number): void {
  lags.set(cloud, milliseconds);
}

/** The lag in milliseconds. */
export const lagOf = (cloud: Cloud): number => lags.get(cloud) ?? 0;
