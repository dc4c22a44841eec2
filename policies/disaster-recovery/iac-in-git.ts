import { committedTerraform } from '#facts';
import { definePolicy } from '#policy';

export default definePolicy({
  title: 'Terraform, its lock file and a remote state are set in git',
  why: 'What was made by hand cannot be made again, and state on one laptop is lost with it.',
  severity: 'medium',
  strategy: ['L210'],
  on: 'repo.git/Repository',
  view: { committed: committedTerraform },
  at: { committed: 'terraform' },
  want: {
    'committed.files': { count: { atLeast: 1 } },
    'committed.locks': { count: { atLeast: 1 } },
    'committed.backends': { count: { atLeast: 1 } },
    'committed.states': { count: { atMost: 0 } },
  },
  repair: 'Commit the *.tf files with a backend block and .terraform.lock.hcl; keep *.tfstate out of git.',
});
