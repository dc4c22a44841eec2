import { expect, it } from 'vitest';
import { attempt, Unknown } from '#policy';
import { settledIngress } from '../../../src/facts/run-ingress.ts';
import { service } from './run.ts';

const ALL = 'INGRESS_TRAFFIC_ALL';
const LB = 'INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER';

it.each<[string, object, string]>([
  ['absent is open', { launchStage: 'GA' }, ALL],
  ['only what is set was exported', { ingress: LB }, LB],
  ['set and applied', { ingress: LB, observed: { ingress: 'INGRESS_TRAFFIC_INTERNAL_ONLY' } }, LB],
  ['not applied yet', { ingress: LB, observed: { ingress: ALL } }, 'stale'],
  ['open, whatever is applied', { ingress: ALL, observed: { ingress: LB } }, ALL],
])('settledIngress: %s', (_, data, expected) => {
  const got = attempt(() => settledIngress(service(data)));
  expect(got instanceof Unknown ? got.code : got).toBe(expected);
});
