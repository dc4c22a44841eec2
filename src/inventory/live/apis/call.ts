import type { Credentials } from '../../../google/credentials.ts';
import { TIMEOUT } from '../../../google/session.ts';

/** How every method is called: whether and when a call is made again is decided elsewhere. */
export const CALL = { retry: false, timeout: TIMEOUT } as const;

/**
 * The credentials as the clients of googleapis take them: they bring a version of the library of their own, whose types
 * differ in private parts.
 */
// biome-ignore lint/suspicious/noExplicitAny: see above.
export const authOf = ({ client }: Credentials): any => client;
