/** What became of promises over time, kept in a file of an embedded database. */

export { readHistory } from './read.ts';
export { prepare, type Run, record } from './record.ts';
export { type Trend, trendOf } from './trend.ts';
