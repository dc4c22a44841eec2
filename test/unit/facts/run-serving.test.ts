import { describe, expect, it } from 'vitest';
import { AT, lens, Unknown } from '#policy';
import { deployed, isPinned, serving } from '../../../src/facts/run-serving.ts';
import { revision, service, target, unknown, worldOf } from './run.ts';

const old = revision('s-1', { serviceAccount: 'old' });
const where = (one: { asset: { name: string }; path: string } | Unknown) =>
  one instanceof Unknown ? one.code : `${one.asset.name.split('/').at(-1)}#${one.path}`;

describe('serving', () => {
  it.each<[string, object, string[]]>([
    ['no traffic stated is all traffic to the latest', {}, ['s#template']],
    ['an empty list is the same', { traffic: [] }, ['s#template']],
    ['the latest', { traffic: [target(100)] }, ['s#template']],
    ['a named revision', { traffic: [target(100, 's-1')] }, ['s-1#']],
    ['a canary', { traffic: [target(95, 's-1'), target(5)] }, ['s-1#', 's#template']],
    [
      'a revision with a tag alone',
      { traffic: [target(100), { ...target(0, 's-1'), tag: 't' }] },
      ['s#template'],
    ],
    ['one revision named twice', { traffic: [target(50, 's-1'), target(50, 's-1')] }, ['s-1#']],
    [
      'the name of the template',
      { traffic: [target(100, 's-2')], template: { revision: 's-2' } },
      ['s#template'],
    ],
    [
      'the latest and its name are one',
      { traffic: [target(50), target(50, 's-2')], template: { revision: 's-2' } },
      ['s#template'],
    ],
    [
      'a revision that is not there',
      { traffic: [target(60, 's-0'), target(40, 's-1')] },
      ['missing', 's-1#'],
    ],
  ])('%s', (_, data, expected) => {
    const one = service(data);
    expect(serving(one, worldOf(one, old)).map(where)).toEqual(expected);
  });

  it('keeps a share that is not known to itself', () => {
    const { data, ...rest } = service({ traffic: [target(50), { ...target(0, 's-1'), percent: unknown() }] });
    const one = { ...rest, partial: true, data: lens(data) } as ReturnType<typeof service>;
    expect(serving(one, worldOf(old)).map(where)).toEqual(['s#template', 'after-apply']);
  });
});

describe('isPinned', () => {
  it.each<[string, object, boolean]>([
    ['the latest', { traffic: [target(100)] }, false],
    ['a named revision', { traffic: [target(100, 's-1')] }, true],
    ['a named revision without traffic', { traffic: [target(100), target(0, 's-1')] }, false],
    ['the name of the template', { traffic: [target(100, 's-2')], template: { revision: 's-2' } }, false],
  ])('%s', (_, data, expected) => expect(isPinned(service(data))).toBe(expected));
});

describe('deployed', () => {
  it('is the template and every other revision that serves, each with its place', () => {
    const one = service({ traffic: [target(100, 's-1')], template: { serviceAccount: 'new' } });
    const found = deployed(one, worldOf(one, old));
    expect(found.map((each) => (each as { serviceAccount?: string }).serviceAccount)).toEqual(['new', 'old']);
    expect(found.map((each) => (each as { [AT]?: { path: string } })[AT]?.path)).toEqual(['template', '']);
  });

  it('shows a known field beside one that is not', () => {
    const { data, ...rest } = service({ template: { serviceAccount: 'own', containers: unknown() } });
    const one = { ...rest, partial: true, data: lens(data) } as ReturnType<typeof service>;
    const [template] = deployed(one, worldOf());
    if (template === undefined || template instanceof Unknown) throw new Error('expected the template');
    expect(template.serviceAccount).toBe('own');
    expect(() => template.containers).toThrow();
  });

  it('shows the template where traffic is not known', () => {
    const { data, ...rest } = service({ traffic: unknown(), template: { serviceAccount: 'own' } });
    const one = { ...rest, partial: true, data: lens(data) } as ReturnType<typeof service>;
    const [template, others] = deployed(one, worldOf());
    expect(template).toMatchObject({ serviceAccount: 'own' });
    expect(others).toBeInstanceOf(Unknown);
  });
});
