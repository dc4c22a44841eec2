import type { Service } from '../../core/service.ts';
import { buckets } from './buckets.ts';
import { objects } from './objects.ts';

/** Cloud Storage, JSON API v1, with uploads, downloads and the older address of an object that some clients read from. */
export default {
  host: 'storage.googleapis.com',
  handlers: { ...buckets, ...objects },
  routes: [
    {
      verb: 'POST',
      path: /^\/(?:resumable\/)?upload\/storage\/v1\/b\/(?<bucket>[^/]+)\/o$/,
      id: 'storage.objects.insert',
    },
    {
      verb: 'GET',
      path: /^\/download\/storage\/v1\/b\/(?<bucket>[^/]+)\/o\/(?<object>.+)$/,
      id: 'storage.objects.get',
    },
    {
      verb: 'GET',
      path: /^\/(?!(?:storage|upload|download|batch|resumable)\/)(?<bucket>[a-z0-9][a-z0-9._-]+)\/(?<object>.+)$/,
      id: 'storage.xml.get',
    },
  ],
} satisfies Service;
