import { Cursor } from './cursor.ts';
import { headOf } from './head.ts';
import { KeyCursor, plainString } from './keys.ts';
import { aliases } from './spelling.ts';

/** How many bytes of a record are walked for its own type key when it does not begin as exports do. */
const HEAD_BYTES = 768;

