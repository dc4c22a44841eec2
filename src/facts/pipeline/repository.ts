import { type Asset, type AssetData, located, Unknown } from '#policy';

type Repository = Asset<'repo.git/Repository'>;
type Dockerfile = Asset<'repo.docker/Dockerfile'>;

/** The stage that a Dockerfile's image is made of, unless a build names another. */
export function finalStage(
  file: Dockerfile,
): NonNullable<AssetData['repo.docker/Dockerfile']['stages']>[number] {
  const stages = file.data.stages ?? [];
  const stage = stages.at(-1);
  return stage ? located({ base: stage.base ?? '' }, file, `stages[${stages.length - 1}]`) : {};
}

/** What git holds of Terraform. @throws Unknown where the folder is not git's: nobody can tell what is committed */
export function committedTerraform({
  data,
}: Repository): NonNullable<AssetData['repo.git/Repository']['terraform']> {
  if (data.vcs === 'git') return data.terraform ?? {};
  throw new Unknown('unrecognised', 'the folder is no git repository, or git is not installed', {
    needs: 'give a folder that git checked out',
  });
}
