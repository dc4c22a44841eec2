import { imageScan, PIPELINES_READ, usesOf } from '#facts';
import { definePolicy, list, param } from '#policy';

const severities = ['low', 'medium', 'high', 'critical'];

export default definePolicy({
  title: 'A pipeline stops at an image with critical vulnerabilities',
  why: 'Scanning in the registry tells of a hole only when the image may run already.',
  severity: 'high',
  strategy: ['L81', 'L128'],
  on: 'repo.git/Repository',
  reads: PIPELINES_READ,
  params: {
    severities: list('severities that must stop the pipeline', ['critical'], 'L81', { enum: severities }),
  },
  view: { uses: (_, world) => usesOf(world, imageScan) },
  at: { uses: 'pipelines' },
  want: { uses: { some: { effect: { const: 'blocks' }, catches: { containsAll: param('severities') } } } },
  repair:
    'After the build run trivy image --exit-code 1 --severity CRITICAL (or grype --fail-on critical) on the image, as a step that may not fail.',
});
