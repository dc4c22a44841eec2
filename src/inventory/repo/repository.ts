import type { RepoFiles } from './files.ts';

/** What the repository as a whole is told by, as the type's schema has it. */
export interface RepositoryData {
  vcs: 'git' | 'none';
  pipelines: string[];
  scripts: { path: string; executable: boolean; tracked: boolean }[];
  terraform: { files: string[]; locks: string[]; backends: string[]; states: string[] };
}

/** State kept elsewhere: a `backend` block other than `local`, or `cloud`, of a `terraform` block. */
const BACKEND = /^[ \t]*(?:backend[ \t]+"(?!local")[^"]+"|cloud)[ \t]*\{/m;

/** What a repository holds beside its pipelines: deployment scripts with their mode, and Terraform. */
export function readRepository(files: RepoFiles, pipelines: readonly string[]): RepositoryData {
  const all = [...files.files.values()];
  const kept = all.filter(({ tracked }) => tracked !== false).map(({ path }) => path);
  const terraform = kept.filter((path) => /\.tf(\.json)?$/.test(path));
  return {
    vcs: files.isGit ? 'git' : 'none',
    pipelines: [...pipelines],
    scripts: all
      .filter(({ path }) => path.endsWith('.sh'))
      .map(({ path, executable, tracked }) => ({ path, executable, tracked: tracked !== false })),
    terraform: {
      files: terraform,
      locks: kept.filter((path) => /(^|\/)\.terraform\.lock\.hcl$/.test(path)),
      backends: terraform.filter((path) => BACKEND.test(files.text(path) ?? '')),
      states: kept.filter((path) => /\.tfstate(\.backup)?$/.test(path)),
    },
  };
}
