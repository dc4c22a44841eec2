import { parse } from 'yaml';
import { type Cloud, startCloud } from '../cloud/cloud.ts';
import { ORGANIZATION, type Organization, PLANTED } from '../cloud/organization.ts';
import { pinky } from './pinky.ts';

/** The account that audits, and one that operates. */
export const AUDITOR = 'auditor@shop-000.iam.gserviceaccount.com';
export const OPERATOR = 'operator@shop-000.iam.gserviceaccount.com';
const ACTS = `organizations/${ORGANIZATION}/roles/actAs`;
const OPERATES = ['roles/cloudsql.editor', 'roles/run.developer', ACTS];
const ROLE = `organizations/${ORGANIZATION}/roles/pinkyAudit`;

/** A cloud with an organization in it, whose auditor holds the role that the tool prints, and nothing else. */
export async function audited({ seed }: Organization, words: readonly string[] = []): Promise<Cloud> {
  const nowhere = await startCloud();
  const asked = ['snapshot', '--organization', ORGANIZATION, '--print-role', ...words];
  const { stdout } = await pinky(nowhere, asked);
  await nowhere.close();
  const { includedPermissions } = parse(stdout) as { includedPermissions: string[] };
  const bindings = [
    { role: ROLE, members: [`serviceAccount:${AUDITOR}`] },
    ...OPERATES.map((role) => ({ role, members: [`serviceAccount:${OPERATOR}`] })),
  ];
  return startCloud({
    seed: { ...seed, organization: { id: ORGANIZATION, domain: 'shop.example.com', bindings } },
    roles: { [ROLE]: includedPermissions, [ACTS]: ['iam.serviceAccounts.actAs'] },
    credentials: { type: 'service_account', email: AUDITOR },
    clock: { running: true },
  });
}

/** What a report says of one thing. */
export interface Result {
  readonly policy: string;
  readonly verdict: string;
  readonly asset: { readonly name: string };
  readonly findings: readonly { readonly fingerprint: string }[];
}

export const resultsOf = (stdout: string): readonly Result[] =>
  (JSON.parse(stdout) as { results: readonly Result[] }).results;

/** What fails of the policies that are planted, sorted. */
export const failing = (results: readonly Result[]): string[] =>
  results
    .filter(({ policy, verdict }) => verdict === 'fail' && policy in PLANTED)
    .map(({ policy, asset }) => `${policy} ${asset.name}`)
    .sort();

/** What was planted, in the same words. */
export const plantedIn = ({ planted }: Organization): string[] =>
  planted.map(({ policy, asset }) => `${policy} ${asset}`).sort();

/** A result as one line: two audits of the same moment give the same lines. */
export const lineOf = ({ policy, verdict, asset, findings }: Result): string =>
  `${policy} ${verdict} ${asset.name} ${findings.map(({ fingerprint }) => fingerprint).join()}`;

/** What stands in one list and not in another. */
export const without = (list: readonly string[], other: readonly string[]): string[] => {
  const known = new Set(other);
  return list.filter((one) => !known.has(one));
};
