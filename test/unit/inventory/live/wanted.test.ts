import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../../../src/catalogue.generated.ts';
import { COLLECTORS } from '../../../../src/inventory/live/apis/index.ts';
import { permissionsFor, roleYaml } from '../../../../src/inventory/live/role.ts';
import { wantedBy } from '../../../../src/inventory/live/wanted.ts';

const some = (...ids: string[]) => catalogue.filter(({ id }) => ids.includes(id));

describe('what is collected', () => {
  test('is what the policies judge and read', () => {
    expect(wantedBy(some('sql-pitr'))).toEqual({
      types: [
        'backupdr.googleapis.com/BackupPlan',
        'backupdr.googleapis.com/BackupPlanAssociation',
        'cloudresourcemanager.googleapis.com/Folder',
        'cloudresourcemanager.googleapis.com/Organization',
        'cloudresourcemanager.googleapis.com/Project',
        'sqladmin.googleapis.com/Instance',
      ],
      all: false,
      contents: ['resource'],
      iamTypes: [],
      apis: [],
      images: false,
    });
  });

  test('asks the inventory for no type that is none of its own', () => {
    const { types, images } = wantedBy(catalogue);
    expect(types.filter((type) => /^(repo|oci)\./.test(type))).toEqual([]);
    expect(images).toBe(true);
  });

  test('has IAM policies of the types that are judged by theirs', () => {
    expect(wantedBy(some('run-invoker'))).toMatchObject({
      contents: ['resource', 'iam'],
      iamTypes: ['run.googleapis.com/Service'],
    });
  });

  test('has those of every type where any asset is judged', () => {
    expect(wantedBy(some('iam-no-public-members')).iamTypes).toBeUndefined();
  });

  test('holds whole contents where it is kept: it is not known who will judge it', () => {
    const kept = wantedBy(some('run-invoker'), { archive: true });
    expect(kept).toMatchObject({ contents: ['resource', 'iam', 'orgpolicy'], iamTypes: undefined });
  });

  test('with all types has those of other APIs', () => {
    expect(wantedBy(some('sql-pitr'), { all: true })).toMatchObject({
      all: true,
      images: true,
      apis: COLLECTORS.map(({ type }) => type).sort(),
    });
  });
});

describe('the role', () => {
  const everything = wantedBy(catalogue, { all: true, archive: true });

  test('has the permissions of every collector, each once', () => {
    const all = permissionsFor(everything);
    for (const { permissions } of COLLECTORS) expect(all).toEqual(expect.arrayContaining([...permissions]));
    expect(new Set(all).size).toBe(all.length);
  });

  test('has no permission that changes anything', () => {
    const reads = /\.(get|list|getIamPolicy|downloadArtifacts|list[A-Z]\w+)$/;
    const others = permissionsFor(everything).filter((one) => !reads.test(one));
    expect(others).toEqual(['serviceusage.services.use']);
  });

  test('of a project leaves out what only an organization may grant, and says so', () => {
    const yaml = roleYaml(everything, [{ kind: 'projects', id: 'shop-prod' }]);
    expect(yaml).toMatch(/--project=shop-prod/);
    expect(yaml).not.toMatch(/^- resourcemanager\.(folders|organizations)/m);
    expect(yaml).toMatch(/^# .*resourcemanager\.folders\.getIamPolicy/m);
  });

  test('of an organization has all', () => {
    const yaml = roleYaml(everything, []);
    expect(yaml.match(/^- (.+)$/gm)?.map((line) => line.slice(2))).toEqual(permissionsFor(everything));
  });

  test('grows with what is asked for', () => {
    const little = permissionsFor(wantedBy(some('sql-pitr')));
    expect(little).toEqual([
      'cloudasset.assets.listResource',
      'resourcemanager.projects.get',
      'serviceusage.services.use',
    ]);
  });
});

test('the README shows the role of a snapshot as it is printed', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../../README.md'), 'utf8');
  const shown = /<!-- role:begin -->\s+```yaml\n([\s\S]*?)\n\s+```/.exec(readme)?.[1] ?? '';
  const printed = roleYaml(wantedBy(catalogue, { archive: true }), [])
    .trim()
    .split('\n')
    .slice(1);
  expect(shown.split('\n').map((line) => line.slice(2))).toEqual(printed);
});
