import { readHcl } from './hcl.ts';
import { NotHcl, type Prose, Scanner } from './hcl-scanner.ts';
import { Lines } from './lines.ts';
import type { Attribute, Block, Body, Span, TopBlock } from './syntax.ts';

/** `# pinky-audit:waive sql-tier until=2026-12-31 owner=data reason="..."`, as far as it is written so. */
export interface WaiverComment {
  readonly line: number;
  /** What stands in place of `pinky-audit:waive`, so that who wrote it takes it for a waiver. */
  readonly misspelt: string | undefined;
  /** The policy; undefined where none is named. */
  readonly policy: string | undefined;
  /** `until`, `owner`, `reason` and whatever else is given. */
  readonly given: ReadonlyMap<string, string>;
  /** What it stands on or directly above; undefined where that is nothing that a plan could hold. */
  readonly target: Target | undefined;
}

/** A block, an attribute, or a line of an attribute. */
interface Target {
  /** Lines, the last one included. */
  readonly first: number;
  readonly last: number;
  /** The address of the block within its module. */
  readonly block: string;
  /** Names of nested blocks and of the attribute; '' for the block as a whole. */
  readonly path: string;
}

const MARK = /pinky-audit\s*:/i;
const COMMENT =
  /^(?:#|\/\/|\/\*)\s*(pinky-audit(\s*:\s*)([\w-]+))\s*(?:([a-z\d-]+)(?=\s|$))?(.*?)(?:\*\/)?$/is;
/** What other tools call a waiver, and `waive` itself: behind a blank any other word begins a sentence. */
const VERBS = /^(?:waive[rds]?|ignore|skip|disable|allow|suppress|except|exempt)\b/i;
const GIVEN = /([\w-]+)=(?:"((?:[^"\\]|\\.)*)"|(\S+))/g;

/** The waivers that stand in a file of Terraform's own syntax, in the order of its lines. */
export function waiverComments(file: string, text: string): readonly WaiverComment[] {
  if (!MARK.test(text)) return [];
  const lines = new Lines(text);
  const comments = commentsIn(text);
  const taken = new Set<number>();
  for (const { from, said, alone } of comments)
    for (let at = lines.line(from); alone && at <= lines.line(from + said.length); at++) taken.add(at);
  const { blocks } = readHcl(file, text);
  return comments.flatMap(({ from, alone, said }) => {
    const found = COMMENT.exec(said);
    if (!found) return [];
    const [, mark = '', colon, verb = '', policy, rest = ''] = found;
    if (colon !== ':' && !VERBS.test(verb)) return [];
    const line = lines.line(from);
    let on = line;
    if (alone) while (taken.has(on)) on++;
    const given = [...rest.matchAll(GIVEN)].map(
      ([, name = '', quoted, bare = '']) => [name, quoted?.replaceAll(/\\(.)/g, '$1') ?? bare] as const,
    );
    const misspelt = mark === 'pinky-audit:waive' ? undefined : mark;
    return [{ line, misspelt, policy, given: new Map(given), target: targetAt(blocks, on) }];
  });
}

interface Comment {
  readonly from: number;
  readonly said: string;
  /** Nothing else stands on its line. */
  readonly alone: boolean;
}

/** Comments up to what is no Terraform source any more. */
function commentsIn(text: string): readonly Comment[] {
  const prose: Prose[] = [];
  try {
    new Scanner(text, 0, prose).rest();
  } catch (mistake) {
    if (!(mistake instanceof NotHcl)) throw mistake;
  }
  return prose
    .filter(({ comment }) => comment)
    .map(({ from, to }) => {
      const before = text.slice(text.lastIndexOf('\n', from - 1) + 1, from);
      return { from, said: text.slice(from, to), alone: before.trim() === '' };
    });
}

const holds = ({ line, endLine }: Span, at: number): boolean => line <= at && at <= endLine;

function targetAt(blocks: readonly TopBlock[], line: number): Target | undefined {
  const top = blocks.find(({ span }) => holds(span, line));
  if (!top) return undefined;
  const block = top.kind === 'resource' ? top.labels.join('.') : [top.kind, ...top.labels].join('.');
  if (top.span.line === line) return { first: line, last: top.span.endLine, block, path: '' };
  return inBody(top.body, line, block, '');
}

/** The outermost block or attribute that begins on a line; the line itself within an attribute. */
function inBody(body: Body, line: number, block: string, path: string): Target | undefined {
  const inside = ({ span }: Attribute | Block) => holds(span, line);
  const attribute = body.attributes.find(inside);
  if (attribute) {
    const whole = attribute.span.line === line;
    return { first: line, last: whole ? attribute.span.endLine : line, block, path: path + attribute.name };
  }
  const nested = body.blocks.find(inside);
  if (!nested) return undefined;
  if (nested.span.line === line)
    return { first: line, last: nested.span.endLine, block, path: path + nested.name };
  return inBody(nested.body, line, block, `${path}${nested.name}.`);
}
