/**
 * Whatever can move a cursor, hide text or turn it around: controls (C0, DEL, C1), format characters (bidi controls,
 * zero-width, soft hyphen, tags), line and paragraph separators, and half surrogates. And what a build takes from its
 * log as a command: the first character of `::error::`, `##[error]` and `##vso[...]`, of which the first counts at the
 * beginning of any line, where wrapping may put it (actions/runner, ActionCommand.cs; Azure Pipelines, logging
 * commands). No command is named in hexadecimal digits alone, so that `2001:db8::a` stays as it is.
 */
const ACTIVE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|:(?=:[\da-fA-F]*[g-zG-Z-])|#(?=#(?:vso)?\[)/gu;

/** The text with every character that could act on a terminal or hide in it written out as `\u{1b}`. */
export const inert = (text: string): string =>
  text.replace(ACTIVE, (one) => `\\u{${(one.codePointAt(0) as number).toString(16)}}`);

/** The same for JSON text, in JSON's own escapes: parsing gives back the very characters. */
export const inertJson = (json: string): string =>
  json.replace(ACTIVE, (one) => {
    let out = '';
    for (let i = 0; i < one.length; i++) out += `\\u${one.charCodeAt(i).toString(16).padStart(4, '0')}`;
    return out;
  });
