import type { TypeTable } from './table.ts';

const OURS = 'the reader of repositories leaves out what is not so';

/** A repository as a whole: a type of this tool, as its reader writes it. */
export const REPOSITORY: TypeTable = {
  types: ['repo.git/Repository'],
  lists: [
    'pipelines',
    'scripts',
    'terraform.files',
    'terraform.locks',
    'terraform.backends',
    'terraform.states',
  ],
  absence: {
    'scripts[*].executable': { value: false, source: OURS },
    'scripts[*].tracked': { value: false, source: OURS },
  },
};

/** A Dockerfile's stages. */
export const DOCKERFILE: TypeTable = {
  types: ['repo.docker/Dockerfile'],
  lists: ['stages'],
  absence: { ignore: { value: false, source: OURS } },
};

/** The steps of a pipeline, whoever runs it. */
export const PIPELINE: TypeTable = {
  types: ['repo.cloudbuild/Config', 'repo.github/Workflow'],
  lists: ['events', 'steps', 'steps[*].after', 'steps[*].run'],
  absence: {
    'steps[*].optional': { value: false, source: OURS },
    'steps[*].disabled': { value: false, source: OURS },
    'steps[*].onFailure': { value: false, source: OURS },
    'steps[*].run[*].unchecked': { value: false, source: OURS },
    'steps[*].run[*].onFailure': { value: false, source: OURS },
  },
};

/** Every type that a repository's parts are assets of. */
export const REPO_TYPES: readonly string[] = [REPOSITORY, DOCKERFILE, PIPELINE].flatMap(({ types }) => types);
