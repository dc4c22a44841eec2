import { PinkyError } from '../../errors.ts';
import { isObject } from '../spelling.ts';
import { printable } from '../text.ts';
import type { Json } from '../types/table.ts';

/** A plan as `terraform show -json` prints it, of which only the parts that are read are named. */
export interface PlanDocument {
  readonly format_version: string;
  readonly terraform_version?: string;
  readonly planned_values?: { readonly root_module?: unknown; readonly outputs?: unknown };
  readonly prior_state?: { readonly values?: { readonly root_module?: unknown } };
  readonly resource_changes?: readonly unknown[];
  readonly configuration?: { readonly provider_config?: unknown; readonly root_module?: unknown };
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>;
  /** When the plan was made, RFC 3339 (Terraform 1.5 and later). */
  readonly timestamp?: string;
  readonly errored?: boolean;
  readonly complete?: boolean;
}

const SHOW = 'terraform show -json tfplan > plan.json';
/** How a plan that can be read is made. */
export const MAKE = `make a plan with \`terraform plan -out=tfplan\` and give what \`${SHOW}\` writes`;

/** What a text is that holds no JSON document, by its beginning; the first that matches is meant. */
const TEXTS: readonly [RegExp, string, string, string][] = [
  [/^PK\W\W/, 'E_PLAN_BINARY', 'is a binary Terraform plan', `give what \`${SHOW}\` writes`],
  [
    /^(?:\s*(?:#|\/\/).*\n)*\s*(?:resource|data|module|variable|output|locals|provider|terraform)\b[^\n=]*\{/,
    'E_PLAN_HCL',
    'is Terraform source, not a plan',
    MAKE,
  ],
  [
    /Terraform will perform|OpenTofu will perform|Terraform used the selected providers|will be (?:created|destroyed|updated in-place)|No changes\./,
    'E_PLAN_TEXT',
    'is a plan as a person reads it',
    `give what \`${SHOW}\` writes`,
  ],
];

const refuse = (uri: string, code: string, message: string, hint: string) =>
  new PinkyError(code, message, { place: { uri }, hint });

/** Whether a value says of itself that it is a plan; also what a text of a plan begins with. */
const isPlan = (value: unknown): value is Json & PlanDocument =>
  isObject(value) &&
  typeof value['format_version'] === 'string' &&
  (isObject(value['planned_values']) || Array.isArray(value['resource_changes']));

/**
 * The plan a text holds: alone, below log lines that a pipeline printed before it, or inside a wrapper such as
 * `{"plan": …}`.
 * @throws PinkyError E_PLAN_… that says what else the text is
 */
export function findPlan(text: string, uri: string): PlanDocument {
  const start = text.trimStart();
  if (start === '') throw refuse(uri, 'E_PLAN_EMPTY', 'is empty', MAKE);
  if (start.startsWith('PK\u0003\u0004')) throw wrongText(start, uri);
  const parsed = parse(start);
  if (parsed === undefined) {
    const inside = planInText(start);
    if (inside) return checked(inside, uri);
    throw wrongText(start, uri);
  }
  const plan = isPlan(parsed) ? parsed : unwrap(parsed);
  if (plan) return checked(plan, uri);
  throw wrongDocument(parsed, uri);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A log that seems to begin a plan more often than this holds none. */
const BEGINNINGS = 16;

/** The plan that begins somewhere in a text and ends where its braces close. */
function planInText(text: string): PlanDocument | undefined {
  let tried = 0;
  for (const { index } of text.matchAll(/\{\s*"(?:format_version|plan)"\s*:/g)) {
    if (++tried > BEGINNINGS) return undefined;
    const parsed = parse(text.slice(index, endOf(text, index)));
    const plan = isPlan(parsed) ? parsed : unwrap(parsed);
    if (plan) return plan;
  }
  return undefined;
}

/** Where the object that begins at `start` ends; the end of the text where it is never closed. */
function endOf(text: string, start: number): number {
  const token = /["{}]/g;
  token.lastIndex = start;
  let depth = 0;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '{') depth++;
    else if (found[0] === '}') {
      if (--depth === 0) return token.lastIndex;
    } else {
      const close = endOfString(text, token.lastIndex);
      if (close < 0) return text.length;
      token.lastIndex = close;
    }
  }
  return text.length;
}

/** Behind the quote that closes a string; -1 where none does. */
function endOfString(text: string, start: number): number {
  const token = /["\\]/g;
  token.lastIndex = start;
  for (let found = token.exec(text); found; found = token.exec(text)) {
    if (found[0] === '"') return token.lastIndex;
    token.lastIndex++;
  }
  return -1;
}

/** A plan one or two levels down, as JSON or as JSON kept as text. */
function unwrap(value: unknown, depth = 2): PlanDocument | undefined {
  if (isPlan(value)) return value;
  if (depth === 0) return undefined;
  if (typeof value === 'string')
    return value.includes('"format_version"') ? unwrap(parse(value), depth - 1) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const inner of Object.values(value)) {
    const plan = unwrap(inner, typeof inner === 'string' ? depth : depth - 1);
    if (plan) return plan;
  }
  return undefined;
}

function checked(plan: PlanDocument, uri: string): PlanDocument {
  const major = Number.parseInt(plan.format_version, 10);
  if (major === 0 || major === 1) return plan;
  const message = `has format version ${printable(plan.format_version)}; 0.1 to 1.x are read`;
  throw refuse(uri, 'E_PLAN_VERSION', message, 'update pinky-audit, or make the plan with Terraform 1.x');
}

/** How the first record of an inventory's export names its type. */
const EXPORT = /^\s*(?:\[\s*)?\{[^{}]{0,4096}"asset_?[tT]ype"\s*:\s*"[\w.-]+\/\w+"/;

const snapshotGiven = (uri: string) =>
  refuse(
    uri,
    'E_PLAN_SNAPSHOT',
    'is an export of Cloud Asset Inventory, not a plan',
    'give it with --snapshot',
  );

function wrongText(text: string, uri: string): PinkyError {
  const head = text.slice(0, 1 << 16);
  const log = /^\{"@level"/m.test(head);
  if (log) return refuse(uri, 'E_PLAN_LOG', 'is the log of `terraform plan -json`, not a plan', MAKE);
  if (/"(?:format_version|planned_values|resource_changes|(?:after_)?sensitive(?:_values)?)"\s*:/.test(text))
    return refuse(uri, 'E_PLAN_TRUNCATED', 'is a plan that was cut off or damaged', MAKE);
  for (const [pattern, code, message, hint] of TEXTS)
    if (pattern.test(head)) return refuse(uri, code, message, hint);
  if (EXPORT.test(head)) return snapshotGiven(uri);
  // Nothing of it is quoted: the values of a plan may be secrets.
  if (/^[{[]/.test(text)) return refuse(uri, 'E_PLAN_TRUNCATED', 'is JSON that was cut off or damaged', MAKE);
  const seen = printable(text.split(/[\r\n]/, 1)[0] ?? '');
  return refuse(uri, 'E_PLAN_OTHER', `is no Terraform plan: it begins with \`${seen}\``, MAKE);
}

function wrongDocument(value: unknown, uri: string): PinkyError {
  const keys = new Set(isObject(value) ? Object.keys(value) : []);
  const has = (...names: string[]) => names.every((name) => keys.has(name));
  if (has('serial', 'lineage') || has('format_version', 'values') || has('terraform_version', 'values'))
    return refuse(uri, 'E_PLAN_STATE', 'is a Terraform state, not a plan', MAKE);
  if (keys.has('@level'))
    return refuse(uri, 'E_PLAN_LOG', 'is the log of `terraform plan -json`, not a plan', MAKE);
  if (keys.has('provider_schemas'))
    return refuse(uri, 'E_PLAN_OTHER', 'is the schema of Terraform providers, not a plan', MAKE);
  if (has('format_version', 'configuration') || has('format_version', 'terraform_version'))
    return refuse(uri, 'E_PLAN_NOTHING', 'is a plan that plans nothing: no planned values, no changes', MAKE);
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (EXPORT.test(JSON.stringify(first ?? null))) return snapshotGiven(uri);
  const seen = keys.size > 0 ? ` (it has ${printable([...keys].slice(0, 3).join(', '))})` : '';
  return refuse(uri, 'E_PLAN_OTHER', `is JSON, but no Terraform plan${seen}`, MAKE);
}
