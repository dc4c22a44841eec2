import { NOT_ROOT, PIPELINES_READ, servingImages } from '#facts';
import { cite, definePolicy } from '#policy';

export default definePolicy({
  title: 'Containers do not run as root',
  why: 'Root in a container turns a flaw in the program into control of everything in it, and eases the way out.',
  severity: 'high',
  strategy: ['L129'],
  references: cite('checkov CKV_DOCKER_8', 'trivy DS-0002', 'kics fd54f200-402c-4333-a5a4-36ef6709af2f'),
  on: 'run.googleapis.com/Service',
  reads: ['run.googleapis.com/Revision', 'oci.image/Config', 'repo.docker/Dockerfile', ...PIPELINES_READ],
  view: { images: (service, world, { note }) => servingImages(service, world, note) },
  want: { 'images[*].User': NOT_ROOT },
  repair: {
    impact: 'new-revision',
    requires: 'a port of 1024 or above, and files that the user may read',
    manual: 'End the Dockerfile with USER 65532:65532 (or another number that is not 0), build, and deploy.',
  },
});
