/**
 * Something an input was found to be or to hold that keeps it from being read as it should be. Plain data:
 * whoever reads decides whether it ends the run or is listed among the errors.
 */
export interface Problem {
  /** Stable name such as `E_RECORD_MALFORMED`; the list is {@link ProblemCode}. */
  code: ProblemCode;
  /** One sentence for a person: what was seen. Printable text only. */
  message: string;
  /** The source as the person named it: a path, or `-` for standard input. */
  uri: string;
  /** 1-based line of the decoded text. */
  line?: number;
  /** 1-based column in UTF-16 units of the decoded text. */
  column?: number;
  /** Asset type of a record that could not be parsed, where its beginning still tells. */
  assetType?: string;
  /** What was expected, or what to do next. */
  hint?: string;
}

/** Every code the readers of bytes can give. `E_INPUT_*` concern a whole source, `E_RECORD_*` one record of it. */
export type ProblemCode =
  | 'E_INPUT_NOT_FOUND'
  | 'E_INPUT_DENIED'
  | 'E_INPUT_DIRECTORY'
  | 'E_INPUT_READ'
  | 'E_INPUT_EMPTY'
  | 'E_INPUT_TRUNCATED'
  | 'E_INPUT_GZIP'
  | 'E_INPUT_ZSTD'
  | 'E_INPUT_ENCODING'
  | 'E_INPUT_ARCHIVE'
  | 'E_INPUT_BINARY'
  | 'E_INPUT_HTML'
  | 'E_INPUT_XML'
  | 'E_INPUT_PEM'
  | 'E_INPUT_YAML'
  | 'E_INPUT_CSV'
  | 'E_INPUT_TEXT'
  | 'E_INPUT_TERRAFORM_PLAN'
  | 'E_INPUT_TERRAFORM_STATE'
  | 'E_INPUT_API_ERROR'
  | 'E_INPUT_API_OBJECT'
  | 'E_RECORD_MALFORMED'
  | 'E_RECORD_NOT_ASSET'
  | 'E_RECORD_TOO_LONG';

/** What a finder of problems knows before the source is named. */
export type Finding = Omit<Problem, 'uri'>;

/** Thrown where bytes are got, when no more of them can be had; only the reader of the source catches it. */
export class Unreadable extends Error {
  readonly finding: Finding;

  constructor(finding: Finding, cause?: unknown) {
    super(finding.message, { cause });
    this.finding = finding;
  }
}
