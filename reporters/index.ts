import type { Reporter } from '#report';
import { json } from './json.ts';
import { terminal } from './terminal.ts';

/** Every output format by the name that `--format` and `--output` take. */
export const reporters: Readonly<Record<string, Reporter>> = { terminal, json };
