import type { Finding, ProblemCode } from './problem.ts';
import { printable } from './text.ts';

const EXPORT = 'gcloud asset export --content-type=resource --output-path=gs://BUCKET/assets.json';
const EXPECTED = `expected a Cloud Asset Inventory export; make one with \`${EXPORT}\``;

/** What the beginning of a text that holds no JSON looks like; the first that matches is meant. */
const TEXTS: [RegExp, ProblemCode, string, string][] = [
  [/^PK\W\W/, 'E_INPUT_ARCHIVE', 'is a zip archive', 'unpack it; a binary Terraform plan goes to --plan'],
  [
    /^(BZh|\xfd7zXZ|7z\xbc\xaf|Rar!)/,
    'E_INPUT_ARCHIVE',
    'is packed in a way that is not read',
    'unpack it; gzip and zstd are read as they are',
  ],
  [/^(PAR1|Obj\W|SQLite format 3)/, 'E_INPUT_BINARY', 'is a Parquet, Avro or SQLite file', EXPECTED],
  [
    /^<(!doctype html|html|head|body)\b/i,
    'E_INPUT_HTML',
    'is an HTML page, such as a sign-in or error page',
    `sign in and download it again; ${EXPECTED}`,
  ],
  [/^<(\?xml|!--|[a-z])/i, 'E_INPUT_XML', 'is XML', EXPECTED],
  [/^-----BEGIN /, 'E_INPUT_PEM', 'is a PEM file, a key or certificate', EXPECTED],
  [
    /^(ERROR|WARNING): \(gcloud/,
    'E_INPUT_API_ERROR',
    'is an error message of gcloud',
    'run the command again and look at what it prints',
  ],
  [/^(---|[\w.-]+:\s)/, 'E_INPUT_YAML', 'is YAML', 'export it with `--format=json`'],
  [
    /^"?[\w .-]+"?([,;\t]"?[\w .-]+"?){2,}\s*[\r\n]/,
    'E_INPUT_CSV',
    'is a table of comma-separated values',
    'export it with `--format=json`',
  ],
];

/** Whether no text file holds the byte. */
const isControl = (byte: number) => byte < 0x20 && (byte < 0x09 || byte > 0x0d);

/** Tells what an input is that begins with neither an object nor a list, and what to do about it. */
export function describeWrongInput(head: Uint8Array): Finding {
  const text = Buffer.from(head).toString('latin1');
  for (const [pattern, code, message, hint] of TEXTS) if (pattern.test(text)) return { code, message, hint };
  if (head.some(isControl)) return { code: 'E_INPUT_BINARY', message: 'is a binary file', hint: EXPECTED };
  const start = printable(text.split(/[\r\n]/, 1)[0] ?? '');
  return { code: 'E_INPUT_TEXT', message: `is no JSON: it begins with \`${start}\``, hint: EXPECTED };
}

const PLAN = 'give it with --plan: an export of Cloud Asset Inventory was expected here';
const TERRAFORM = 'give an export of Cloud Asset Inventory: what is deployed, not what is written';

/** JSON documents of other kinds, by keys near their beginning; the first of which all match is meant. */
const DOCUMENTS: [RegExp[], ProblemCode, string, string][] = [
  [[/"(planned_values|resource_changes)"\s*:/], 'E_INPUT_TERRAFORM_PLAN', 'is a Terraform plan', PLAN],
  [
    [/"terraform_version"\s*:/, /"(values|serial|lineage)"\s*:/],
    'E_INPUT_TERRAFORM_STATE',
    'is a Terraform state',
    TERRAFORM,
  ],
  [[/"format_version"\s*:/], 'E_INPUT_TERRAFORM_PLAN', 'is a Terraform plan', PLAN],
  [
    [/^\{\s*"error"\s*:\s*\{/],
    'E_INPUT_API_ERROR',
    'is the error reply of an API',
    'look at its message, then export again',
  ],
];

/** Tells what kind of document the object is whose text begins so, when it is one that holds no assets at all. */
export function describeDocument(text: string): Finding | undefined {
  for (const [patterns, code, message, hint] of DOCUMENTS)
    if (patterns.every((pattern) => pattern.test(text))) return { code, message, hint };
  return undefined;
}

/** What is said of an object that names no asset type, alone or when no record of the source does. */
export function notAsset(code: 'E_RECORD_NOT_ASSET' | 'E_INPUT_API_OBJECT', value: unknown): Finding {
  const keys = typeof value === 'object' && value !== null ? Object.keys(value).slice(0, 3).join(', ') : '';
  const seen = keys ? ` (it has ${printable(keys)})` : '';
  const message = `${code === 'E_INPUT_API_OBJECT' ? 'holds objects without' : 'an object without'} assetType${seen}`;
  return { code, message, hint: EXPECTED };
}
