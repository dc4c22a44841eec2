import { report } from './failure.ts';
import { run } from './program.ts';
import { guardStreams, onInterrupt } from './streams.ts';

/** Exit code of a run that was not done as asked. */
const NOT_DONE = 2;

/**
 * Runs the command line and leaves its exit code to the process, which then ends by itself: everything written is
 * flushed first.
 */
export async function main(argv: readonly string[]): Promise<void> {
  let lost = false;
  guardStreams(() => {
    lost = true;
    process.exitCode = NOT_DONE;
  });
  onInterrupt(() => process.exit(130));
  try {
    const code = await run(argv);
    process.exitCode = lost ? NOT_DONE : code;
  } catch (error) {
    await report(error, argv);
    process.exitCode = NOT_DONE;
  }
}
