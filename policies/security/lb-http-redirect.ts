import { routesOf } from '#facts';
import { definePolicy, list, param } from '#policy';

const remembered = ['MOVED_PERMANENTLY_DEFAULT', 'PERMANENT_REDIRECT'];
const codes = [...remembered, 'FOUND', 'SEE_OTHER', 'TEMPORARY_REDIRECT'];

export default definePolicy({
  title: 'Plain HTTP is redirected to HTTPS on every route',
  why: 'A route that answers over HTTP carries sessions in clear text, whatever the other routes do.',
  severity: 'medium',
  strategy: ['L107'],
  on: 'compute.googleapis.com/TargetHttpProxy',
  environments: ['staging', 'production'],
  reads: ['compute.googleapis.com/UrlMap'],
  params: { codes: list('redirect codes that clients remember', remembered, 'tool', { enum: codes }) },
  view: { routes: routesOf },
  want: {
    routes: { every: { httpsRedirect: { const: true }, redirectResponseCode: { enum: param('codes') } } },
  },
  repair:
    'Point the HTTP proxy at a URL map whose only action is defaultUrlRedirect with httpsRedirect (a map that redirects holds no defaultService).',
});
