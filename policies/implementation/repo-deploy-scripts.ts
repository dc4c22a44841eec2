import { definePolicy, list, param } from '#policy';

const scripts = ['deploy/production-setup.sh', 'deploy/monitoring-setup.sh'];

export default definePolicy({
  title: 'The setup scripts are in the repository and can be run',
  why: "What stands in nobody's repository is not there on the day everything must be set up anew.",
  severity: 'low',
  strategy: ['L253', 'L259'],
  on: 'repo.git/Repository',
  params: { scripts: list('scripts that set up production and its monitoring', scripts, 'L253') },
  view: {
    runnable: ({ data }) =>
      data.scripts?.filter(({ executable, tracked }) => executable && tracked).map(({ path }) => path),
  },
  at: { runnable: 'scripts' },
  want: { runnable: { containsAll: param('scripts') } },
  repair: 'Write the scripts, then run git add and git update-index --chmod=+x on them, and commit.',
});
