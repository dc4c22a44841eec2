import { routesOf } from '#facts';
import { definePolicy, param } from '#policy';

export default definePolicy({
  title: 'Plain HTTP is redirected to HTTPS on every route',
  why: 'A route that answers over HTTP carries sessions in clear text, whatever the other routes do.',
  severity: 'medium',
  strategy: ['L107'],
  on: 'compute.googleapis.com/TargetHttpProxy',
  environments: ['staging', 'production'],
  reads: ['compute.googleapis.com/UrlMap'],
  params: {
    codes: {
      is: 'redirect codes that clients remember',
      value: ['MOVED_PERMANENTLY_DEFAULT', 'PERMANENT_REDIRECT'],
      from: 'tool',
      schema: {
        type: 'array',
        items: {
          type: 'string',
          enum: [
            'MOVED_PERMANENTLY_DEFAULT',
            'PERMANENT_REDIRECT',
            'FOUND',
            'SEE_OTHER',
            'TEMPORARY_REDIRECT',
          ],
        },
      },
    },
  },
  view: { routes: routesOf },
  want: {
    routes: { every: { httpsRedirect: { const: true }, redirectResponseCode: { enum: param('codes') } } },
  },
  repair:
    'Point the HTTP proxy at a URL map whose only action is defaultUrlRedirect with httpsRedirect (a map that redirects holds no defaultService).',
});
