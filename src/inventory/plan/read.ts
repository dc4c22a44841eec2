import type { Asset } from '../../policy/model.ts';
import { Unknown } from '../../policy/unknown.ts';
import { makeAsset } from '../asset.ts';
import type { Evidence } from '../coverage.ts';
import { settleBackupTiers } from './backup-tier.ts';
import { Configuration } from './configuration.ts';
import type { PlanDocument } from './document.ts';
import { type PlannedPolicy, plannedPolicies } from './iam.ts';
import { grantedOn } from './iam-types.ts';
import { gatherParts, isPart } from './parts.ts';
import { isUnnamed, nameOf, plannedAsset } from './planned-asset.ts';
import { type Referable, Referrer } from './refer.ts';
import { type PlannedResource, resourcesOf } from './resources.ts';
import type { PlanTable } from './table.ts';
import { planTableOf } from './types/index.ts';

/** What a plan was found to bring about. */
export interface PlanEvidence {
  readonly uri: string;
  readonly assets: readonly Asset[];
  readonly policies: readonly PlannedPolicy[];
  readonly evidence: Evidence;
  /** Names of assets that the plan deletes. */
  readonly deleted: readonly string[];
  /**
   * Terraform resource types that no table maps, with how many resources there are of each; among them what belongs to
   * a resource that the plan does not manage.
   */
  readonly unmapped: ReadonlyMap<string, number>;
  /** Resources of other providers, by provider. */
  readonly foreign: ReadonlyMap<string, number>;
  /** Addresses that will be deleted and made anew. */
  readonly replaced: readonly string[];
  readonly resources: number;
  readonly readTime: string | undefined;
  /** What the plan says of a resource after apply, in the plan's spelling; sensitive values are not in it. */
  values(address: string): unknown;
}

/** Providers whose resources are Google Cloud's. */
const isGoogle = ({ provider, type }: PlannedResource): boolean =>
  /(?:^|\/)google(?:-beta)?$/.test(provider) || (provider === '' && type.startsWith('google_'));

/** Data sources that hold a policy for others are read through them. */
const isManaged = ({ mode }: PlannedResource): boolean => mode === 'managed';

/**
 * The assets that a plan will bring about, and what it does not tell.
 * @param complete the plan holds all there is (`plan.scope`): what it does not have does not exist
 */
export function readPlan(plan: PlanDocument, uri: string, complete: boolean): PlanEvidence {
  const configuration = new Configuration(plan);
  const all = resourcesOf(plan, configuration);
  const managed = [...all.values()].filter(isManaged);
  const google = managed.filter(isGoogle);
  const alive = google.filter(({ action }) => action !== 'delete' && action !== 'forget');
  const projectOf = (resource: PlannedResource) => {
    const { project } = resource.values;
    return typeof project === 'string' && project !== ''
      ? project.replace(/^projects\//, '')
      : configuration.defaultProject(resource.address);
  };
  const referable = new Map<string, Referable & { table: PlanTable; known: boolean }>();
  for (const one of alive) {
    const table = planTableOf(one.type);
    if (!table) continue;
    const project = projectOf(one);
    const derived = table.derived?.(one.values, project) ?? {};
    const resource = { ...one, values: { ...one.values, ...missing(one.values, derived) } };
    const { name, known } = nameOf(table, resource, project);
    referable.set(one.address, { resource, type: table.type, name, table, known });
  }
  const referrer = new Referrer(configuration, referable);
  const refer = (resource: PlannedResource, attribute: string, type: string) => {
    const found = referrer.resolve(resource.address, [attribute], [type], resource.values[attribute]);
    return typeof found === 'string' ? found : undefined;
  };
  const { blocks: parts, strangers } = gatherParts(
    alive.filter(({ type }) => isPart(type)),
    referable,
    {
      projectOf,
      naming: (part, attribute, type) => {
        const { [attribute]: value } = part.values;
        return typeof value === 'string' ? value : refer(part, attribute, type);
      },
    },
  );
  for (const [address, blocks] of parts) {
    const { resource } = referable.get(address) as Referable;
    Object.assign(resource.values, blocks);
  }
  const assets = [...referable.values()].map(({ resource, table, name, known }) =>
    plannedAsset(table, resource, { name, known }, uri, {
      refer: (path, types, value) => referrer.resolve(resource.address, path, types, value),
    }),
  );
  settleBackupTiers(assets);
  const policies = plannedPolicies(google, { projectOf, refer }, complete);
  const named = new Set(assets.map(({ name }) => name));
  // What only takes grants away says nothing of an asset that was not read.
  const bare = policies
    .filter(({ name, policy, open }) => !named.has(name) && (!open || grantsSomething(policy)))
    .map((one) => stub(one.name, one.type, uri));
  const everything = [...assets, ...bare];
  return {
    uri,
    assets: everything,
    policies,
    evidence: evidenceOf(uri, everything, plan.timestamp, complete),
    deleted: google
      .filter(({ action }) => action === 'delete')
      .flatMap((one) => {
        const table = planTableOf(one.type);
        return table ? [nameOf(table, one, projectOf(one)).name] : [];
      }),
    unmapped: counted(
      [
        ...alive.filter(({ type }) => !planTableOf(type) && !grantedOn(type) && !isPart(type)),
        ...strangers,
      ].map(({ type }) => type),
    ),
    foreign: counted(managed.filter((one) => !isGoogle(one)).map(({ provider, type }) => provider || type)),
    replaced: google.filter(({ action }) => action === 'replace').map(({ address }) => address),
    resources: managed.length,
    readTime: plan.timestamp,
    values: (address) => all.get(address)?.values,
  };
}

const grantsSomething = ({ bindings, auditConfigs = [] }: PlannedPolicy['policy']): boolean =>
  bindings.length + auditConfigs.length > 0;

/** Derived attributes that the plan does not have itself. */
const missing = (values: PlannedResource['values'], derived: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(derived).filter(([name]) => values[name] === undefined || values[name] instanceof Unknown),
  );

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a plan grants on but does not manage itself: only its IAM policy is known. */
function stub(name: string, type: string, uri: string): Asset {
  const made = makeAsset({ kind: 'record', name, type, ignored: [], ancestors: [] }, { uri });
  if (isUnnamed(made.project)) (made as { project: string | undefined }).project = undefined;
  return made;
}

function evidenceOf(
  uri: string,
  assets: readonly Asset[],
  readTime: string | undefined,
  complete: boolean,
): Evidence {
  const projects = assets.map(({ project }) => project);
  return {
    uri,
    types: new Set(),
    projects: new Set(projects.filter((one): one is string => one !== undefined && !isUnnamed(one))),
    iam: false,
    orgPolicy: false,
    enabledApis: new Map(),
    malformed: new Set(),
    readTime,
    plan: { complete },
  };
}
