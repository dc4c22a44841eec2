import { deployed } from '#facts';
import { cite, definePolicy, param, text } from '#policy';

const secret = 'secret|token|passw|api[_-]?key|private[_-]?key|database_url|dsn|jwt';
const harmless = '(^|_)public_|_(algorithm|audience|expir(y|es_in|ation)|issuer|max_age|ttl)$';

export default definePolicy({
  title: 'Secrets reach Cloud Run from Secret Manager',
  why: 'Everyone who may look at the service can read a secret in a plain variable, and nobody rotates it.',
  severity: 'critical',
  strategy: ['L112'],
  references: cite('google-cel cloudrunDisableEnvironmentVariablePattern'),
  on: 'run.googleapis.com/Service',
  reads: ['run.googleapis.com/Revision'],
  params: {
    secretNameRegex: text('variables whose name says that they hold a secret', secret, 'tool'),
    publicNameRegex: text('variables among them whose name says that they do not', harmless, 'tool'),
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
