import { deployed } from '#facts';
import { definePolicy, param } from '#policy';

export default definePolicy({
  title: 'A Cloud Run instance takes 100 requests at once',
  why: 'Fewer start more instances than planned, more make requests wait in the queue of a full one.',
  severity: 'medium',
  strategy: ['L179'],
  on: 'run.googleapis.com/Service',
  environments: ['production'],
  reads: ['run.googleapis.com/Revision'],
  params: {
    min: {
      is: 'concurrent requests at least',
      value: 100,
      from: 'L179',
      schema: { type: 'integer', minimum: 1 },
    },
    max: {
      is: 'concurrent requests at most',
      value: 100,
      from: 'L179',
      schema: { type: 'integer', minimum: 1 },
    },
  },
  view: { revisions: deployed },
  want: {
    revisions: { every: { maxInstanceRequestConcurrency: { within: [param('min'), param('max')] } } },
  },
  repair: { impact: 'new-revision', requires: 'at least one CPU for an instance' },
});
