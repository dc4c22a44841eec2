import type { Fault } from '../core/faults.ts';
import type { Json } from '../core/json.ts';

/** A call of Google's generated Node client. */
export interface Ask {
  /** `sqladmin@v1beta4`. */
  readonly api: string;
  /** `projects.locations.services.list`. */
  readonly call: string;
  /** Where not at the API's own host: `https://us-central1-run.googleapis.com/`. */
  readonly rootUrl?: string;
  /** Parameters; of a write, made from what the row's `shown` gave before it. */
  // biome-ignore lint/suspicious/noExplicitAny: a reply of any API, as its client gives it.
  readonly with: Record<string, Json> | ((before: any) => Record<string, Json>);
}

/** One thing that an operator does, as a command and as a call of the Node client. */
export interface Row {
  /** As it is typed: words are parted by spaces, quotes keep them together. */
  readonly command: string;
  /** Left out where the Node client has no such call; then only the command line is run. */
  readonly node?: Ask;
  /** A part of what the command prints on stdout; and of what it warns on stderr. */
  readonly says?: string;
  readonly warns?: string;
  /** What goes wrong while it is typed; such a row is for the command line alone. */
  readonly faults?: readonly Fault[];
  /** Where it writes: how the thing is seen, and every path that is then different, with its value (null: gone). */
  readonly shown?: { readonly command: string; readonly node?: Ask };
  readonly changes?: Readonly<Record<string, Json>>;
  /** The Node client's paths, where it sees another shape than the command line. */
  readonly nodeChanges?: Readonly<Record<string, Json>>;
}
