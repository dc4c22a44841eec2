import { describe, expect, it } from 'vitest';
import { Environments } from '../../../src/audit/environment.ts';
import { asset, FOLDER, projectAsset, service, settingsOf, worldOf } from './made.ts';

const settings = settingsOf(
  [],
  {},
  {
    environments: [
      { name: 'production', projects: ['shop-live*'] },
      { name: 'qa', projects: ['shop-qa'] },
    ],
  },
);

function standing(project: string, labels = {}, projectLabels?: Record<string, string>, option?: string) {
  const one = service(project, 'api', {}, { labels });
  const world = worldOf(projectLabels ? [one, projectAsset(project, projectLabels)] : [one]);
  const environments = new Environments({ world, settings, options: { environment: option } });
  return { ...environments.of(one), assumed: [...environments.assumed] };
}

describe('the environment of an asset', () => {
  it.each([
    [
      'the option wins over everything',
      ['shop-live', { env: 'dev' }, { env: 'dev' }, 'staging'],
      'staging',
      'option',
    ],
    ['its label wins over the configuration', ['shop-live', { env: 'dev' }], 'development', 'asset-label'],
    ['the longer label key counts too', ['shop-live', { environment: 'Staging' }], 'staging', 'asset-label'],
    ['a label may name a configured environment', ['other', { env: 'qa' }], 'qa', 'asset-label'],
    [
      'of two labels the one that names one',
      ['app', { env: 'blue', environment: 'stg' }],
      'staging',
      'asset-label',
    ],
    ['also on the project', ['app', {}, { env: 'blue', environment: 'stg' }], 'staging', 'project-label'],
    ['a label that names none is passed over', ['shop-live', { env: 'blue' }], 'production', 'configuration'],
    ['the configuration wins over the project label', ['shop-qa', {}, { env: 'dev' }], 'qa', 'configuration'],
    ['the project label wins over its name', ['app-dev', {}, { env: 'stg' }], 'staging', 'project-label'],
    ['a word of the project id', ['app-dev-1', {}], 'development', 'project-name'],
    ['stg is staging', ['stg-app', {}], 'staging', 'project-name'],
    ['of two words the strictest', ['prod-dev-tools', {}], 'production', 'project-name'],
    ['part of a word is no word', ['devotion', {}], 'production', 'default'],
    ['non-prod names none', ['app-non-prod', {}], 'production', 'default'],
    ['pre-prod names none', ['pre-prod-app', {}], 'production', 'default'],
    ['a name of an object is no environment', ['app', { env: 'constructor' }], 'production', 'default'],
  ] as const)('%s', (_, [project, labels, projectLabels, option], environment, from) => {
    expect(standing(project, labels, projectLabels, option)).toMatchObject({ environment, from });
  });

  it('remembers the projects it had to assume, and only those', () => {
    expect(standing('app', {}).assumed).toEqual(['app']);
    expect(standing('app-dev', {}).assumed).toEqual([]);
  });

  it('is production for a folder, and says nothing of it', () => {
    const folder = asset(FOLDER, '//cloudresourcemanager.googleapis.com/folders/2');
    const environments = new Environments({ world: worldOf([folder]), settings, options: {} });
    expect(environments.of(folder)).toEqual({ environment: 'production', from: 'default' });
    expect(environments.assumed.size).toBe(0);
  });
});
