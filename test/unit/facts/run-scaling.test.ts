import { describe, expect, it } from 'vitest';
import { attempt, Unknown } from '#policy';
import { guaranteedInstances, highestInstances, scalingPath } from '../../../src/facts/run-scaling.ts';
import { revision, service, target, worldOf } from './run.ts';

const template = (scaling: object) => ({ template: { scaling } });
const worldWith = (scaling: object) => worldOf(revision('s-1', { scaling }));
const MANUAL = { scalingMode: 'MANUAL', manualInstanceCount: 3 };

describe('guaranteedInstances', () => {
  it.each<[string, object, object, number | string]>([
    ['nothing is set', {}, {}, 0],
    ['the service', { scaling: { minInstanceCount: 2 } }, {}, 2],
    ['the template', template({ minInstanceCount: 2 }), {}, 2],
    [
      'the greater of both',
      { scaling: { minInstanceCount: 1 }, ...template({ minInstanceCount: 4 }) },
      {},
      4,
    ],
    ['by hand', { scaling: { ...MANUAL, minInstanceCount: 9 } }, {}, 3],
    [
      'a pinned revision',
      { traffic: [target(100, 's-1')], ...template({ minInstanceCount: 9 }) },
      { minInstanceCount: 5 },
      5,
    ],
    [
      'a sum',
      { traffic: [target(50), target(50, 's-1')], ...template({ minInstanceCount: 1 }) },
      { minInstanceCount: 1 },
      2,
    ],
    ['a revision that is missing', { traffic: [target(100, 's-0')] }, {}, 'missing'],
    [
      'enough without the one that is missing',
      { traffic: [target(50, 's-0'), target(50)], ...template({ minInstanceCount: 2 }) },
      {},
      2,
    ],
  ])('%s', (_, data, pinned, expected) => {
    const got = attempt(() => guaranteedInstances(service(data), worldWith(pinned), 2, () => {}));
    expect(got instanceof Unknown ? got.code : got).toBe(expected);
  });

  it('asks for no revision where the service keeps enough', () => {
    const pinned = service({ scaling: { minInstanceCount: 2 }, traffic: [target(100, 's-0')] });
    expect(guaranteedInstances(pinned, worldOf(), 2, () => {})).toBe(2);
  });
});

describe('highestInstances', () => {
  it.each<[string, object, object, number | string | undefined]>([
    ['nothing is set', {}, {}, undefined],
    ['0 is nothing', { scaling: { maxInstanceCount: 0 } }, {}, undefined],
    ['the service', { scaling: { maxInstanceCount: 100 } }, {}, 100],
    ['the template', template({ maxInstanceCount: 100 }), {}, 100],
    [
      'the smaller of both',
      { scaling: { maxInstanceCount: 500 }, ...template({ maxInstanceCount: 300 }) },
      {},
      300,
    ],
    ['by hand', { scaling: MANUAL }, {}, 3],
    [
      'a sum',
      { traffic: [target(50), target(50, 's-1')], ...template({ maxInstanceCount: 60 }) },
      { maxInstanceCount: 60 },
      120,
    ],
    [
      'one of two is not bounded',
      { traffic: [target(50), target(50, 's-1')], ...template({ maxInstanceCount: 1 }) },
      {},
      undefined,
    ],
    ['a revision that is missing', { traffic: [target(100, 's-0')] }, {}, 'missing'],
    [
      'too many without the one that is missing',
      { traffic: [target(50, 's-0'), target(50)], ...template({ maxInstanceCount: 101 }) },
      {},
      101,
    ],
  ])('%s', (_, data, pinned, expected) => {
    const got = attempt(() => highestInstances(service(data), worldWith(pinned), 100));
    expect(got instanceof Unknown ? got.code : got).toBe(expected);
  });
});

describe('scalingPath', () => {
  it.each<[string, object, string]>([
    ['nothing is set', {}, 'scaling.minInstanceCount'],
    [
      'both are',
      { scaling: { minInstanceCount: 1 }, ...template({ minInstanceCount: 1 }) },
      'scaling.minInstanceCount',
    ],
    ['the template is', template({ minInstanceCount: 1 }), 'template.scaling.minInstanceCount'],
    [
      'a pinned revision is',
      { traffic: [target(100, 's-1')], ...template({ minInstanceCount: 1 }) },
      'scaling',
    ],
    ['the template is, to 0', template({ minInstanceCount: 0 }), 'template.scaling.minInstanceCount'],
    ['the service is, to 0', { scaling: { minInstanceCount: 0 } }, 'scaling.minInstanceCount'],
    [
      'the template is, and the service to 0',
      { scaling: { minInstanceCount: 0 }, ...template({ minInstanceCount: 1 }) },
      'template.scaling.minInstanceCount',
    ],
    [
      'the service is, and the template to 0',
      { scaling: { minInstanceCount: 1 }, ...template({ minInstanceCount: 0 }) },
      'scaling.minInstanceCount',
    ],
    [
      'both are, to 0',
      { scaling: { minInstanceCount: 0 }, ...template({ minInstanceCount: 0 }) },
      'template.scaling.minInstanceCount',
    ],
    ['the template sets another bound', template({ maxInstanceCount: 9 }), 'scaling.minInstanceCount'],
    ['by hand', { scaling: MANUAL }, 'scaling.manualInstanceCount'],
  ])('%s', (_, data, expected) => expect(scalingPath(service(data), 'minInstanceCount')).toBe(expected));
});
