import { type Asset, type AssetData, attempt, located, Unknown, type World } from '#policy';
import { type Use, usesOf } from './pipeline/uses.ts';

const DOCKERFILE = 'repo.docker/Dockerfile';
type Dockerfile = Asset<typeof DOCKERFILE>;
type Stage = NonNullable<Dockerfile['data']['stages']>[number];

/** Docker's official images of systems and languages: they set no USER. Source: github.com/docker-library, Dockerfiles. */
const ROOT_BASE =
  /^(docker\.io\/)?(library\/)?(alpine|busybox|debian|eclipse-temurin|golang|nginx|node|openjdk|php|python|ruby|rust|ubuntu)([:@]|$)/;

/** An image's name without tag and digest. */
const repository = (reference: string): string => reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/** Whether a tag that a build gives, in which variables may stand, is of an image. */
function isTagOf(tag: string, image: string): boolean {
  const pattern = repository(tag)
    .split(/\$\{?\w+\}?/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/:]+');
  return new RegExp(`^${pattern}$`).test(repository(image));
}

/** The tags, and the path of the Dockerfile, of `docker build` and `docker buildx build`. */
function buildOf({ words }: Use): { readonly tags: readonly string[]; readonly file: string } | undefined {
  const at = words.indexOf('build');
  if (words[0] !== 'docker' || at < 1 || at > 2) return undefined;
  const after = (flags: readonly string[]) =>
    words.flatMap((word, i) => {
      const [name = '', value] = word.split(/=(.*)/s);
      return flags.includes(name) ? [value ?? words[i + 1] ?? ''] : [];
    });
  const [file] = after(['-f', '--file']);
  const context = words.at(-1)?.replace(/\/+$/, '') ?? '.';
  const path = file ?? (context === '.' ? 'Dockerfile' : `${context}/Dockerfile`);
  return { tags: after(['-t', '--tag']), file: path.replace(/^\.\//, '') };
}

/** The user of a stage, through the stages it begins from; undefined where its base decides and is not known. */
function userOf(stages: readonly Stage[], stage: Stage, depth = 0): string | undefined {
  if (stage.user !== undefined) return stage.user;
  const above = stages.find(({ name }) => name !== undefined && name === stage.from);
  if (above && above !== stage && depth < stages.length) return userOf(stages, above, depth + 1);
  return ROOT_BASE.test(stage.base ?? '') ? '' : undefined;
}

/**
 * What the Dockerfile says of the user of an image that a pipeline of the repository builds, pointing there; undefined
 * where no pipeline is seen to build it, or its base decides. It tells what the next build is like, not what runs.
 */
export function builtUser(
  image: string,
  world: World,
): NonNullable<AssetData['oci.image/Config']['config']> | undefined {
  const found = attempt(() => {
    for (const build of usesOf(world, buildOf)) {
      if (build instanceof Unknown || !build.tags.some((tag) => isTagOf(tag, image))) continue;
      const file = world.of(DOCKERFILE).find(({ data }) => data.path === build.file);
      const stages = file?.data.stages ?? [];
      const last = stages.at(-1);
      const user = last && userOf(stages, last);
      if (file && user !== undefined)
        return located({ User: user }, file, { User: `stages[${stages.length - 1}].user` });
    }
    return undefined;
  });
  return found instanceof Unknown ? undefined : found;
}
