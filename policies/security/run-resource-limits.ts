import { deployed } from '#facts';
import { definePolicy, param } from '#policy';

const cores = { type: 'number', minimum: 0.08, maximum: 8 } as const;
const quantity = { type: 'string', pattern: '^\\d+(Ki|Mi|Gi|k|M|G)?$' } as const;

export default definePolicy({
  title: 'Cloud Run containers have CPU and memory limits in the planned range',
  why: 'A limit that nobody chose is too small under load, or pays for what is never used.',
  severity: 'medium',
  strategy: ['L130'],
  on: 'run.googleapis.com/Service',
  reads: ['run.googleapis.com/Revision'],
  params: {
    minCpu: { is: 'vCPUs of a container at least', value: 0.5, from: 'tool', schema: cores },
    maxCpu: { is: 'vCPUs of a container at most', value: 4, from: 'tool', schema: cores },
    minMemory: { is: 'memory of a container at least', value: '256Mi', from: 'tool', schema: quantity },
    maxMemory: { is: 'memory of a container at most', value: '4Gi', from: 'tool', schema: quantity },
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
