import { createRequire } from 'node:module';
import type { From, Instruction, DockerfileParser as Parser } from 'dockerfile-ast';
import { Unknown } from '../../policy/unknown.ts';
import { FileError, type Span } from './yaml.ts';

const require = createRequire(import.meta.url);

/** One stage, as the type's schema has it. */
interface StageData {
  name?: string;
  /** What its FROM names, arguments put in. */
  from: string | Unknown;
  /** The image from outside that it is built on, through stages before it. */
  base: string | Unknown;
  /** The user it ends with, its base stage's where it names none. */
  user?: string | Unknown;
}

/** A Dockerfile's stages, and where their parts stand. */
export interface DockerfileData {
  readonly stages: readonly StageData[];
  readonly places: ReadonlyMap<string, Span>;
}

/**
 * The stages of a Dockerfile.
 * Source: docs.docker.com/reference/dockerfile.
 * @throws FileError where there is no stage
 */
export function readDockerfile(text: string): DockerfileData {
  const { DockerfileParser } = require('dockerfile-ast') as { DockerfileParser: typeof Parser };
  const file = DockerfileParser.parse(text);
  const places = new Map<string, Span>();
  const stages: StageData[] = [];
  const values = new Map(file.getInitialARGs().map((one) => argument(one)));
  let args = values;
  for (const one of file.getInstructions()) {
    const keyword = one.getKeyword();
    if (keyword === 'FROM') {
      places.set(`stages[${stages.length}]`, spanOf(one));
      stages.push(stageOf(one as From, stages, values));
      args = new Map(values);
    }
    const stage = stages.at(-1);
    if (keyword === 'ARG' || keyword === 'ENV')
      for (const [name, value] of [argument(one)]) args.set(name, value ?? args.get(name));
    if (keyword !== 'USER' || !stage) continue;
    const user = put(one.getArgumentsContent() ?? '', args);
    stage.user = user.includes('$') ? notKnown('the user', user) : user;
    places.set(`stages[${stages.length - 1}].user`, spanOf(one));
  }
  if (stages.length === 0) throw new FileError('has no FROM');
  return { stages, places };
}

function stageOf(
  from: From,
  before: readonly StageData[],
  values: ReadonlyMap<string, string | undefined>,
): StageData {
  const name = from.getBuildStage();
  const image = put(from.getImage() ?? '', values);
  const parent = before.find(
    (one) => one.name !== undefined && one.name.toLowerCase() === image.toLowerCase(),
  );
  const told = image === '' || image.includes('$') ? notKnown('the image', image) : image;
  const user = parent?.user;
  return {
    ...(name !== null && { name }),
    from: told,
    base: parent ? parent.base : told,
    ...(user !== undefined && { user }),
  };
}

const notKnown = (what: string, text: string): Unknown =>
  new Unknown('unrecognised', `${what} of a stage is "${text}", set when the image is built`);

/** `ARG NAME=VALUE` or `ENV NAME=VALUE`. */
function argument(one: Instruction): [name: string, value: string | undefined] {
  const [, name = '', value] = /^([\w.]+)(?:[=\s]\s*(.*))?$/s.exec(one.getArgumentsContent() ?? '') ?? [];
  return [name, value?.replace(/^(["'])(.*)\1$/s, '$2')];
}

/** Arguments with a default, put in: `$NAME`, `${NAME}`, `${NAME:-default}`. */
const put = (text: string, values: ReadonlyMap<string, string | undefined>): string =>
  text.replace(
    /\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g,
    (all, braced?: string, fallback?: string, bare?: string) =>
      values.get(braced ?? bare ?? '') ?? fallback ?? all,
  );

function spanOf(one: Instruction): Span {
  const { start, end } = one.getRange();
  return {
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}
