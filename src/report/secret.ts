/** Paths whose value may be a secret, in any canonical shape: an environment variable's text, keys, passwords. */
const SECRET = /\benv\[[^\]]*\]\.value$|(?:password|secret|privateKey|authToken|authKey|token)$/i;

/** Whether the value at a canonical path may be a secret. A reference to a secret is not one. */
export const mayBeSecret = (path: string): boolean => SECRET.test(path) && !path.includes('secretKeyRef');
