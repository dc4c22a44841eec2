import type { Location } from 'sarif';
import { encodePath, type Spot } from '#report';

/** The one region within a line that code scanning shows. */
export const locationOf = ({ path, line, column, endColumn }: Spot): Location => ({
  physicalLocation: {
    artifactLocation: { uri: encodePath(path) },
    region: { startLine: line, startColumn: column, endLine: line, endColumn },
  },
});

/** Text in which no link stands that we did not write: `[text](target)` is one in a SARIF message. */
export const unlinked = (text: string): string => text.replaceAll('](', '] (');
