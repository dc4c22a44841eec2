import { bad } from '../../types/read.ts';
import type { Json } from '../../types/table.ts';
import type { PlanTable } from '../table.ts';

const first = (block: unknown): Json | undefined =>
  Array.isArray(block) && block.length > 0 ? ((block[0] ?? {}) as Json) : undefined;

const picked = (block: Json, names: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(
    Object.entries(names).flatMap(([name, to]) => (block[name] === undefined ? [] : [[to, block[name]]])),
  );

const CONDITION = {
  newer_than: 'newerThan',
  older_than: 'olderThan',
  package_name_prefixes: 'packageNamePrefixes',
  tag_prefixes: 'tagPrefixes',
  tag_state: 'tagState',
  version_name_prefixes: 'versionNamePrefixes',
};

/** A set of blocks in Terraform, in the API a map by their ids. */
function cleanupPolicies(blocks: unknown): unknown {
  if (!Array.isArray(blocks)) return bad(blocks, 'a set of cleanup policies');
  return Object.fromEntries(
    (blocks as Json[]).map((policy) => {
      const condition = first(policy['condition']);
      const recent = first(policy['most_recent_versions']);
      return [
        String(policy['id']),
        {
          ...picked(policy, { action: 'action', id: 'id' }),
          ...(condition && { condition: picked(condition, CONDITION) }),
          ...(recent && {
            mostRecentVersions: picked(recent, {
              keep_count: 'keepCount',
              package_name_prefixes: 'packageNamePrefixes',
            }),
          }),
        },
      ];
    }),
  );
}

export const REPOSITORIES: readonly PlanTable[] = [
  {
    resources: ['google_artifact_registry_repository'],
    type: 'artifactregistry.googleapis.com/Repository',
    name: '//artifactregistry.googleapis.com/projects/{project}/locations/{location}/repositories/{repository_id}',
    fields: { cleanup_policies: { to: 'cleanupPolicies', read: cleanupPolicies } },
    dropped: ['location', 'name', 'repository_id'],
  },
];
