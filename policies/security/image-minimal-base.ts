import { finalStage } from '#facts';
import { definePolicy, param, text } from '#policy';

const minimal =
  '^(gcr\\.io/distroless/|cgr\\.dev/chainguard/|scratch$|alpine(:|@|$)|[^@]+[-:](slim|alpine|distroless))';

export default definePolicy({
  title: 'Images are built on a minimal base',
  why: 'Every program in an image that nothing needs is one more to break into, and to patch.',
  severity: 'medium',
  strategy: ['L127'],
  on: 'repo.docker/Dockerfile',
  params: { baseRegex: text('images that are minimal', minimal, 'tool') },
  view: { final: finalStage },
  want: { 'final.base': { matches: param('baseRegex') } },
  repair:
    'Build the final stage FROM a distroless image, such as gcr.io/distroless/nodejs22-debian12, or from one that ends in -slim.',
});
