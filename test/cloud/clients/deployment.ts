import type { Seed } from '../core/seed.ts';

/** The project of the small deployment that clients are tried on. */
export const PROJECT = 'pinky-prod';

/** One of each thing that the table of commands touches. */
export const DEPLOYMENT: Seed = {
  organization: { id: '300000000001', domain: 'example.com' },
  projects: [
    {
      id: PROJECT,
      number: '100000000001',
      parent: 'organizations/300000000001',
      bindings: [
        { role: 'roles/owner', members: [`serviceAccount:owner@${PROJECT}.iam.gserviceaccount.com`] },
      ],
    },
  ],
  resources: [],
};
