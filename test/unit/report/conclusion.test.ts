import { describe, expect, it } from 'vitest';
import { conclude, narrow, type Report, tally } from '#report';
import { finding, policyRow, reportOf, result } from './made.ts';

const fail = (policy: string, baselined = false) =>
  result(
    policy,
    `db-${policy}`,
    [finding('x', baselined ? { baselined } : {})],
    baselined ? { baselined } : {},
  );
const pass = reportOf([], { policies: [policyRow('a')] });
const broken = reportOf([fail('a')]);
const unseen = ['staging', 'development'];
const unseenIn = (environment: string) =>
  pass.promises.map((row) => ({ ...row, environment, verdict: 'unknown' as const, counts: tally() }));

describe('the last word', () => {
  it.each<[string, Report, string, string]>([
    [
      'a failure',
      reportOf([fail('a')]),
      'broken',
      'BROKEN: 1 promise (1 critical); 0 kept, 0 could not be judged.',
    ],
    [
      'a failure beside one in the baseline',
      reportOf([fail('a'), fail('b', true)]),
      'broken',
      'BROKEN: 1 promise (1 critical); 0 kept, 1 in the baseline, 0 could not be judged.',
    ],
    [
      'a promise that fails by what is new and what is not',
      reportOf([fail('a', true), { ...fail('a'), fingerprint: 'x' }]),
      'broken',
      'BROKEN: 1 promise (1 critical); 0 kept, 0 could not be judged.',
    ],
    [
      'failures in the baseline alone',
      reportOf([fail('a', true), fail('b', true)]),
      'known',
      'NOTHING NEW IS BROKEN: 2 promises in the baseline; 0 kept, 0 could not be judged.',
    ],
    [
      'waivers alone',
      reportOf([{ ...fail('a'), verdict: 'waived' }]),
      'kept',
      'NOTHING IS BROKEN: 1 promise waived, none kept.',
    ],
    [
      'environments of which nothing was seen',
      { ...pass, promises: [...pass.promises, ...unseenIn('staging'), ...unseenIn('development')], unseen },
      'open',
      'NOT PROVEN: nothing of staging and development is in the evidence; 1 kept, none broken.',
    ],
    [
      'a failure, and an environment of which nothing was seen',
      { ...broken, promises: [...broken.promises, ...unseenIn('staging')], unseen },
      'broken',
      'BROKEN: 1 promise (1 critical); 0 kept, 0 could not be judged; nothing of staging is in the evidence.',
    ],
    ['nothing but passes', pass, 'kept', 'KEPT: 1 promise, all that apply.'],
    [
      'an error before all',
      { ...pass, errors: [{ code: 'E_X', message: 'x', uri: 'x' }] },
      'error',
      'ERROR: not everything could be used or judged. Promises: 0 broken, 1 kept, 0 could not be judged.',
    ],
  ])('on %s', (_, report, state, text) => {
    expect(conclude(report)).toEqual({ state, text });
  });

  it('is not changed by what --severity hides', () => {
    const low = { ...fail('a', true), severity: 'low' as const };
    expect(conclude(narrow(reportOf([low]), 'critical')).state).toBe('known');
  });
});
