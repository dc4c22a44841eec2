import { describe, expect, it } from 'vitest';
import { NOT_ROOT, servingImages } from '#facts';
import { type Asset, compile, Unknown } from '#policy';
import { made, revision, SERVICE, service, target, worldOf } from './run.ts';

it.each<[string, boolean]>([
  ['', true],
  ['0', true],
  ['00', true],
  ['root', true],
  ['0:1000', true],
  ['root:node', true],
  [':1000', true],
  ['65532', false],
  ['65532:65532', false],
  ['1000:0', false],
  ['10', false],
  ['node', false],
  ['rootless', false],
])('root is the user "%s": %s', (user, expected) => {
  const { truth } = compile({ User: NOT_ROOT })({ User: user }, { lookup: () => undefined, clock: 0 });
  expect(truth < 0).toBe(expected);
});

const D1 = `sha256:${'1'.repeat(64)}`;
const D2 = `sha256:${'2'.repeat(64)}`;
let count = 0;
const image = (reference: string | undefined, digest: string | undefined, User?: string): Asset =>
  made('oci.image/Config', `//oci.image/${count++}`, {
    ...(reference && { reference }),
    ...(digest && { digest }),
    config: { ...(User && { User }) },
  });
const of = (...images: string[]) => ({ containers: images.map((one) => ({ image: one })) });

describe('servingImages', () => {
  const found = (data: object, ...assets: Asset[]) => {
    const notes: string[] = [];
    const one = service(data);
    const images = servingImages(one, worldOf(one, ...assets), (text) => notes.push(text));
    const users = images.map((each) => (each instanceof Unknown ? each.reason : each.User));
    return { users, notes, needs: images.flatMap((each) => (each instanceof Unknown ? [each.needs] : [])) };
  };

  it.each<[string, object, Asset[], unknown[], number]>([
    ['the digest of the layout', { template: of(`r/a@${D1}`) }, [image('r/b:1', D1, '7')], ['7'], 0],
    [
      'the digest of the name it was given by',
      { template: of(`r/a@${D1}`) },
      [image(`r/a@${D1}`, D2, '7')],
      ['7'],
      0,
    ],
    [
      'of two repositories that hold it, its own',
      { template: of(`r/b@${D1}`) },
      [image(`r/a@${D1}`, D1, '6'), image(`r/b:1`, D1, '7')],
      ['7'],
      0,
    ],
    ['a tag beside the digest', { template: of(`r/a:1@${D1}`) }, [image('r/a:1', undefined, '7')], ['7'], 1],
    ['a tag', { template: of('r/a:1') }, [image('r/a:1', D1, '7')], ['7'], 1],
    ['no tag is latest', { template: of('r/a') }, [image('r/a:latest', undefined, '7')], ['7'], 1],
    ['a port is no tag', { template: of('r:5000/a') }, [image('r:5000/a:latest', undefined, '7')], ['7'], 1],
    [
      'the same tag of another digest',
      { template: of(`r/a:1@${D1}`) },
      [image('r/a:1', D2, '7')],
      [`r/a:1@${D1} runs ${D1}, but was given as ${D2}`],
      0,
    ],
    [
      'every container',
      { template: of(`r/a@${D1}`, `r/b@${D2}`) },
      [image('r/a:1', D1, '7')],
      ['7', `the configuration of r/b@${D2} was not given`],
      0,
    ],
    [
      'the digest that Cloud Run resolved the tag to',
      { template: of('r/a:1'), latestReadyRevision: `${SERVICE.slice(21)}/revisions/s-2` },
      [
        image(undefined, D2, '8'),
        image('r/a:1', D1, '7'),
        revision('s-2', { ...of('r/a:1'), observed: { imageDigest: `r/a@${D2}` } }),
      ],
      ['8'],
      0,
    ],
    [
      'a pinned revision',
      { traffic: [target(100, 's-1')], template: of(`r/a@${D1}`) },
      [
        image(undefined, D2, '8'),
        revision('s-1', { ...of('r/a:1'), observed: { imageDigest: `r/a@${D2}` } }),
      ],
      ['8'],
      0,
    ],
    [
      'of two containers, the revision tells no digest apart',
      { traffic: [target(100, 's-1')] },
      [
        image('r/a:1', D1, '7'),
        image('r/b:1', D2, '8'),
        revision('s-1', { ...of('r/a:1', 'r/b:1'), observed: { imageDigest: `r/a@${D2}` } }),
      ],
      ['7', '8'],
      2,
    ],
    ['a user by name', { template: of(`r/a@${D1}`) }, [image('r/a:1', D1, 'node')], ['node'], 1],
  ])('%s', (_, data, assets, users, notes) => {
    expect(found(data, ...assets).users).toEqual(users);
    expect(found(data, ...assets).notes).toHaveLength(notes);
  });

  it('says how to supply what is missing', () => {
    expect(found({ template: of('r/a:1') }).needs).toEqual([
      'give the image: --image r/a:1=PATH (an OCI layout or a docker save archive)',
    ]);
  });
});
