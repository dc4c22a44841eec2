import { describe, expect, test } from 'vitest';
import { reach, regionsOf } from '#facts';
import { attempt, Unknown } from '#policy';

describe('regionsOf', () => {
  test.each([
    ['us-central1', ['us-central1']],
    ['NORTHAMERICA-NORTHEAST2', ['northamerica-northeast2']],
    ['me-central1', ['me-central1']],
  ])('%s is a region', (location, regions) => expect(regionsOf(location)).toEqual(regions));

  test.each([
    ['us', 'us-central1', 'europe-west1'],
    ['EU', 'europe-west1', 'europe-west2'],
    ['asia', 'asia-southeast1', 'australia-southeast1'],
  ])('%s holds %s and not %s', (location, inside, outside) => {
    const regions = regionsOf(location);
    expect(regions).toContain(inside);
    expect(regions).not.toContain(outside);
    expect(new Set(regions).size).toBe(regions.length);
  });

  test.each(['', 'moon', 'us-central1-a', 'constructor', 'global'])('%j is not recognised', (location) =>
    expect(attempt(() => regionsOf(location))).toMatchObject({ code: 'unrecognised' }),
  );
});

describe('reach', () => {
  test.each([
    ['us-central1', 'us-central1', 'same region'],
    ['US-CENTRAL1', 'us-central1', 'same region'],
    ['us-east1', 'us-central1', 'another region'],
    ['us', 'us-central1', 'several regions'],
    ['eu', 'us-central1', 'several regions'],
    ['eu', undefined, 'several regions'],
  ] as const)('%s seen from %s is %s', (location, region, wanted) =>
    expect(reach(location, region)).toBe(wanted),
  );

  test.each([
    [undefined, 'us-central1'],
    ['us-east1', undefined],
    ['moon', 'us-central1'],
  ])('%s seen from %s is not known', (location, region) =>
    expect(attempt(() => reach(location, region))).toBeInstanceOf(Unknown),
  );
});
