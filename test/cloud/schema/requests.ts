import type { Method } from '../core/method.ts';

/** Whether a request must bring its required fields: one that makes something, or acts; a change names only what changes. */
export const isStrict = ({ verb }: Method): boolean => verb === 'POST';
