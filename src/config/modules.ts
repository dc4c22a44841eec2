import * as facts from '#facts';
import * as policy from '#policy';
import { PinkyError } from '../errors.ts';

/** Names under which a user's module may import what policies build on. */
const SELF = ['pinky-audit', '#policy'];

/**
 * Runs a user's TypeScript or JavaScript module and gives what it exports. `pinky-audit`, `#policy` and `#facts` mean
 * this very program, so that what it declares is judged by the classes it was declared with.
 *
 * @throws PinkyError E_MODULE naming the file, with the cause
 */
export async function loadModule(file: string, uri: string): Promise<Record<string, unknown>> {
  const { createJiti } = await import('jiti');
  const own = { ...policy };
  const jiti = createJiti(import.meta.url, {
    fsCache: false,
    interopDefault: false,
    virtualModules: { ...Object.fromEntries(SELF.map((name) => [name, own])), '#facts': { ...facts } },
  });
  try {
    return await jiti.import<Record<string, unknown>>(file);
  } catch (cause) {
    if (cause instanceof PinkyError) throw cause;
    const message = `cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new PinkyError('E_MODULE', message, { place: { uri }, cause });
  }
}
