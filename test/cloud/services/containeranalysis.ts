import { ApiError } from '../core/errors.ts';
import { filterOf } from '../core/filter.ts';
import { isObject, type JsonObject, objectOf, textOf } from '../core/json.ts';
import { lastOf } from '../core/names.ts';
import { paged } from '../core/pages.ts';
import type { Handler, Service } from '../core/service.ts';
import { uuidOf } from '../core/tokens.ts';
import { found, withId } from '../crud/find.ts';
import { crudHandlers, methodsOf } from '../crud/index.ts';
import { type Kind, times } from '../crud/kind.ts';

const API = 'containeranalysis.googleapis.com';
const RPC = 'grafeas.v1.Grafeas';

/** What a note or an occurrence is about is told by the field that is set (grafeas.v1.NoteKind). */
const KINDS: Readonly<Record<string, string>> = {
  vulnerability: 'VULNERABILITY',
  build: 'BUILD',
  image: 'IMAGE',
  package: 'PACKAGE',
  deployment: 'DEPLOYMENT',
  discovery: 'DISCOVERY',
  attestation: 'ATTESTATION',
  upgrade: 'UPGRADE',
  compliance: 'COMPLIANCE',
  dsseAttestation: 'DSSE_ATTESTATION',
  vulnerabilityAssessment: 'VULNERABILITY_ASSESSMENT',
  sbomReference: 'SBOM_REFERENCE',
  secret: 'SECRET',
};

const kindOf = (data: JsonObject): JsonObject => {
  const key = Object.keys(KINDS).find((one) => data[one] !== undefined);
  return key === undefined ? {} : { kind: KINDS[key] ?? '' };
};

const NOTE: Kind = {
  type: 'containeranalysis.googleapis.com/Note',
  plural: 'notes',
  permission: 'containeranalysis.notes',
  methods: methodsOf([RPC], 'Note'),
  id: 'noteId',
  page: { size: 20, most: 1000 },
  unmasked: 'populated',
  fill: (call, write) => ({ ...write.data, ...kindOf(write.data), ...times(call, write) }),
  missing: (path) => `note with ID "${lastOf(path)}" for project "${path.split('/')[1]}" does not exist`,
  taken: (path) => `note with ID "${lastOf(path)}" for project "${path.split('/')[1]}" already exists`,
};

/** Filters may name the note by its parts (https://cloud.google.com/artifact-analysis/docs/filters). */
function filtered(data: JsonObject): JsonObject {
  const [, noteProjectId = '', , noteId = ''] = String(data['noteName']).split('/');
  return { ...data, resourceUrl: data['resourceUri'] ?? '', noteProjectId, noteId };
}

const OCCURRENCE: Kind = {
  type: 'containeranalysis.googleapis.com/Occurrence',
  plural: 'occurrences',
  permission: 'containeranalysis.occurrences',
  methods: methodsOf([RPC], 'Occurrence'),
  page: { size: 20, most: 1000 },
  unreachable: true,
  idOf: (call, _, parent) => uuidOf('occurrence', parent, call.cloud.store.revision),
  unmasked: 'populated',
  check(call, { data }) {
    const note = textOf(data['noteName']) ?? '';
    const name = `//${API}/${withId(call, note)}`;
    call.require('containeranalysis.notes.attachOccurrence', name);
    if (!call.cloud.store.get(name)) throw new ApiError(404, { message: NOTE.missing?.(note) ?? '' });
  },
  fill: (call, write) => ({ ...write.data, ...kindOf(write.data), ...times(call, write) }),
  filtered,
  missing: (path) =>
    `occurrence with ID "${lastOf(path)}" for project "${path.split('/')[1]}" does not exist`,
};

/** The note that an occurrence is of. */
const noteOf: Handler = (call) => {
  const { data } = found(call, OCCURRENCE, 'containeranalysis.occurrences.get');
  return found(call, NOTE, 'containeranalysis.notes.get', textOf(data['noteName']) ?? '').data;
};

/** The occurrences of a note, wherever they stand. */
const occurrencesOf: Handler = (call) => {
  const note = found(call, NOTE, 'containeranalysis.notes.listOccurrences');
  const fits = filterOf(call.query.get('filter') ?? '');
  const rows = call.cloud.store
    .list(OCCURRENCE.type)
    .map(({ data }) => data)
    .filter((data) => data['noteName'] === note.data['name'] && fits(filtered(data)));
  return paged(call, 'occurrences', rows, { size: 20, most: 1000 });
};

/** A package that has a version without the fault, of those that the vulnerability is in. */
const isFixable = (vulnerability: JsonObject): boolean =>
  vulnerability['fixAvailable'] === true ||
  [vulnerability['packageIssue']]
    .flat()
    .some(
      (issue) =>
        isObject(issue) &&
        issue['fixedVersion'] !== undefined &&
        objectOf(issue['fixedVersion'])['kind'] !== 'MAXIMUM',
    );

/** How many vulnerabilities of each severity an image has, and how many of them can be fixed. */
const summary: Handler = (call) => {
  const parent = `//${API}/${withId(call, call.vars['parent'] ?? '')}`;
  call.require('containeranalysis.occurrences.list', parent);
  const fits = filterOf(call.query.get('filter') ?? '');
  const counts = new Map<string, { resourceUri: string; severity: string; fixable: number; total: number }>();
  for (const { name, data } of call.cloud.store.list(OCCURRENCE.type)) {
    if (
      !name.startsWith(`${parent}/occurrences/`) ||
      data['kind'] !== 'VULNERABILITY' ||
      !fits(filtered(data))
    )
      continue;
    const resourceUri = String(data['resourceUri']);
    const vulnerability = objectOf(data['vulnerability']);
    const severity = textOf(vulnerability['severity']) ?? 'SEVERITY_UNSPECIFIED';
    const key = `${resourceUri} ${severity}`;
    const { fixable, total } = counts.get(key) ?? { fixable: 0, total: 0 };
    counts.set(key, {
      resourceUri,
      severity,
      fixable: fixable + (isFixable(vulnerability) ? 1 : 0),
      total: total + 1,
    });
  }
  return {
    counts: [...counts.values()].map(({ resourceUri, severity, fixable, total }) => ({
      resourceUri,
      severity,
      fixableCount: String(fixable),
      totalCount: String(total),
    })),
  };
};

/** Artifact Analysis v1 (https://cloud.google.com/artifact-analysis/docs/reference/rest). */
export default {
  host: API,
  handlers: {
    ...crudHandlers([NOTE, OCCURRENCE]),
    [`${RPC}.GetOccurrenceNote`]: noteOf,
    [`${RPC}.ListNoteOccurrences`]: occurrencesOf,
    'google.devtools.containeranalysis.v1.ContainerAnalysis.GetVulnerabilityOccurrencesSummary': summary,
  },
} satisfies Service;
