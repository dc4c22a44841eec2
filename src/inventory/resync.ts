import type { Window } from './window.ts';

const NEWLINE = 10;
const OPENING = new Set([123, 91, 35]);
const CLOSE_LIST = 93;
const ENDS_ELEMENT = new Set([44, CLOSE_LIST, NEWLINE]);

/** Gets past something broken; false when more bytes are needed. */
export type Resync = (view: Buffer, window: Window, final: boolean) => boolean;

/** Past the scalar that stands where an element of a list should be an object. */
export const pastElement: Resync = (view, window) => {
  let next = window.start;
  while (next < view.length && !ENDS_ELEMENT.has(view[next] as number)) next++;
  window.moveTo(view, next);
  return next < view.length;
};

/** To the next line that opens something (or ends the list) no further in than column `indent`. */
export function toLine(indent: number, inList: boolean): Resync {
  return (view, window, final) => {
    for (;;) {
      const newline = view.indexOf(NEWLINE, window.start);
      if (newline < 0) {
        window.moveTo(view, view.length);
        return false;
      }
      let next = newline + 1;
      while (view[next] === 32 || view[next] === 9) next++;
      if (next >= view.length && !final) {
        window.moveTo(view, newline);
        return false;
      }
      window.nextLine(newline);
      const byte = view[next] as number;
      const opens = OPENING.has(byte) || (inList && byte === CLOSE_LIST);
      if (opens && next - newline <= indent) return true;
    }
  };
}
