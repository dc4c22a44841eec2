import { definePolicy } from '#policy';

export default definePolicy({
  title: 'Images are built in stages, from a context without clutter',
  why: 'Compilers, sources and secrets of the build stay in an image of one stage.',
  severity: 'medium',
  strategy: ['L84'],
  on: 'repo.docker/Dockerfile',
  want: { stages: { count: { atLeast: 2 } }, ignore: { const: true } },
  repair:
    'Build in a first stage, copy what runs into a final stage from a minimal image, and write a .dockerignore beside the Dockerfile.',
});
