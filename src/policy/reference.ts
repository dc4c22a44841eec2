/** A control of a published framework that the policy answers. Numbers move between versions, so both are kept. */
export interface Reference {
  readonly framework: string;
  readonly version?: string;
  readonly id: string;
}

type Citation = `${string} ${string}`;

/** References from their citations, "framework id" or "framework version id": `cite('cis-gcp 4.0 6.7')`. */
export const cite = (...citations: readonly Citation[]): readonly Reference[] =>
  citations.map((citation) => {
    const words = citation.split(' ');
    const [framework = '', id = ''] = [words.shift(), words.pop()];
    return words.length === 0 ? { framework, id } : { framework, version: words.join(' '), id };
  });
