import { deployed } from '#facts';
import { definePolicy, param } from '#policy';

export default definePolicy({
  title: 'Secrets reach Cloud Run from Secret Manager',
  why: 'A secret in a plain variable is readable by everyone who may look at the service, and is never rotated.',
  severity: 'critical',
  strategy: ['L112'],
  references: [{ framework: 'google-cel', id: 'cloudrunDisableEnvironmentVariablePattern' }],
  on: 'run.googleapis.com/Service',
  reads: ['run.googleapis.com/Revision'],
  params: {
    secretNameRegex: {
      is: 'variables whose name says that they hold a secret',
      value: 'secret|token|passw|api[_-]?key|private[_-]?key|database_url|dsn|jwt',
      from: 'tool',
      schema: { type: 'string' },
    },
    publicNameRegex: {
      is: 'variables whose name says that they do not, whatever else it says',
      value: '(^|_)public_|_(algorithm|audience|expir(y|es_in|ation)|issuer|max_age|ttl)$',
      from: 'tool',
      schema: { type: 'string' },
    },
  },
  view: { revisions: deployed },
  want: {
    'revisions[*].containers[*].env': {
      every: { 'valueSource.secretKeyRef.secret': { type: 'string' } },
      where: { name: { matches: param('secretNameRegex'), notMatches: param('publicNameRegex') } },
    },
  },
  repair: {
    impact: 'new-revision',
    requires: 'roles/secretmanager.secretAccessor on the secret for the service account',
    manual:
      'Rotate the value, for it has been exposed; put the new one in Secret Manager, refer to it by valueSource.secretKeyRef, and deploy.',
  },
});
