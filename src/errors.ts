/** Where in a file something stands. Lines and columns count from 1; columns count UTF-16 units. */
export interface Place {
  readonly uri: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/**
 * A mistake in what the user gave us: the run is not done as asked (exit 2).
 *
 * `code` is stable and starts with `E_`; `message` says what was seen and what was expected; `hint` says the next
 * move. Anything else that reaches the command line is a defect of the tool and prints its stack.
 */
export class PinkyError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly place: Place | undefined;

  constructor(code: string, message: string, more: { hint?: string; place?: Place; cause?: unknown } = {}) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'PinkyError';
    this.code = code;
    this.hint = more.hint;
    this.place = more.place;
  }
}

/** A policy that is declared wrongly, or that reads what it did not declare: the verdict `error`, never a finding. */
export class PolicyError extends PinkyError {
  constructor(policy: string, message: string, hint?: string) {
    super('E_POLICY', `${policy}: ${message}`, hint === undefined ? {} : { hint });
    this.name = 'PolicyError';
  }
}
