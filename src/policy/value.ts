import { type Segments, valueAt } from './path.ts';
import type { Lookup, Test } from './scalar.ts';
import { Subject } from './subject.ts';
import { Unknown } from './unknown.ts';

/** The value at a path of what is judged. Written out, as is `meets`: a closure for each would be the main cost. */
export function read(subject: unknown, segments: Segments): unknown {
  try {
    return subject instanceof Subject ? subject.at(segments) : valueAt(subject, segments);
  } catch (thrown) {
    if (thrown instanceof Unknown) return thrown;
    throw thrown;
  }
}

/** Whether a value passes a test; Unknown where a parameter that it needs is not set. */
export function meets(
  test: Test,
  value: unknown,
  frame: { readonly lookup: Lookup; readonly clock: number },
): boolean | Unknown {
  try {
    return test(value, frame.lookup, frame.clock);
  } catch (thrown) {
    if (thrown instanceof Unknown) return thrown;
    throw thrown;
  }
}
