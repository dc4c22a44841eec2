import { deployed } from '#facts';
import { definePolicy, integer, param } from '#policy';

export default definePolicy({
  title: 'Cloud Run instances take the planned number of requests at once',
  why: 'Fewer start more instances than planned, more make requests wait in the queue of a full one.',
  severity: 'medium',
  strategy: ['L179'],
  on: 'run.googleapis.com/Service',
  environments: ['production'],
  reads: ['run.googleapis.com/Revision'],
  params: {
    min: integer('concurrent requests of an instance, at least', 100, 'L179', { minimum: 1, maximum: 1000 }),
    max: integer('concurrent requests of an instance, at most', 100, 'L179', { minimum: 1, maximum: 1000 }),
  },
  view: { revisions: deployed },
  want: { 'revisions[*].maxInstanceRequestConcurrency': { within: [param('min'), param('max')] } },
  repair: { impact: 'new-revision', requires: 'at least one CPU for an instance' },
});
