import { deployed } from '#facts';
import { definePolicy, number, param, text } from '#policy';

const cores = { minimum: 0.08, maximum: 8 };
const size = '^\\d+(Ki|Mi|Gi|k|M|G)?$';

export default definePolicy({
  title: 'Cloud Run containers have CPU and memory limits in the planned range',
  why: 'A limit that nobody chose is too small under load, or pays for what is never used.',
  severity: 'medium',
  strategy: ['L130'],
  on: 'run.googleapis.com/Service',
  reads: ['run.googleapis.com/Revision'],
  params: {
    minCpu: number('vCPUs of a container, at least', 0.5, 'tool', cores),
    maxCpu: number('vCPUs of a container, at most', 4, 'tool', cores),
    minMemory: text('memory of a container, at least', '256Mi', 'tool', size),
    maxMemory: text('memory of a container, at most', '4Gi', 'tool', size),
  },
  view: { revisions: deployed },
  want: {
    'revisions[*].containers[*].resources.limits.cpu': { within: [param('minCpu'), param('maxCpu')] },
    'revisions[*].containers[*].resources.limits.memory': {
      within: [param('minMemory'), param('maxMemory')],
    },
  },
  repair: {
    impact: 'new-revision',
    manual:
      'Set both limits from what the container uses at its peak: gcloud run services update --cpu --memory, per container with --container (4 CPUs need 2Gi, concurrency above 1 needs 1 CPU).',
  },
});
