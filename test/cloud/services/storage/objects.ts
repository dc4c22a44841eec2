import { ApiError } from '../../core/errors.ts';
import { type Json, type JsonObject, objectOf, textOf } from '../../core/json.ts';
import { merged } from '../../core/merge.ts';
import { paged } from '../../core/pages.ts';
import { type Call, type Handler, Reply } from '../../core/service.ts';
import type { Resource } from '../../core/store.ts';
import { etagOf } from '../../core/tokens.ts';
import { checksumsOf, uploadOf } from './media.ts';
import { bucketOf, checkConditions, LINKS, OBJECT, objectName } from './names.ts';

/** Objects are kept with their content, in base64, under a key that is never shown. */
const CONTENT = 'content';

const shown = ({ data }: Resource): JsonObject => {
  const { [CONTENT]: _, ...metadata } = data;
  return metadata;
};

const shortOf = ({ vars }: Call): string => decodeURIComponent(vars['object'] ?? '');

const noSuch = ({ vars }: Call, object: string): ApiError =>
  new ApiError(404, {
    status: 'NOT_FOUND',
    message: `No such object: ${vars['bucket']}/${object}`,
    reason: 'notFound',
  });

/** The object of a call, whose conditions hold. */
function found(call: Call, permission: string): Resource {
  bucketOf(call, permission);
  const object = call.cloud.store.get(objectName(call.vars['bucket'] ?? '', shortOf(call)));
  const generation = call.query.get('generation');
  if (!object || (generation !== null && generation !== object.data['generation']))
    throw noSuch(call, shortOf(call));
  checkConditions(call, object.data);
  return object;
}

/** Metadata, or with `alt=media` the content. */
const get: Handler = (call) => {
  const object = found(call, 'storage.objects.get');
  return call.query.get('alt') === 'media' || !call.path.startsWith('/storage/')
    ? content(object, call)
    : shown(object);
};

function content({ data }: Resource, { headers }: Call): Reply {
  const all = Buffer.from(String(data[CONTENT] ?? ''), 'base64');
  const about = {
    'content-type': String(data['contentType'] ?? 'application/octet-stream'),
    'x-goog-generation': String(data['generation']),
    'x-goog-metageneration': String(data['metageneration']),
    'x-goog-hash': `crc32c=${data['crc32c']},md5=${data['md5Hash']}`,
    'x-goog-stored-content-encoding': 'identity',
    'x-goog-stored-content-length': String(all.length),
    'accept-ranges': 'bytes',
    etag: String(data['etag']),
  };
  const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(headers['range'] ?? '') ?? [];
  if (headers['range'] === undefined || Number(from) >= all.length) return new Reply(200, all, about);
  const end = Math.min(to === '' ? all.length : Number(to) + 1, all.length);
  const range = { 'content-range': `bytes ${from}-${end - 1}/${all.length}` };
  return new Reply(206, all.subarray(Number(from), end), { ...about, ...range });
}

const list: Handler = (call) => {
  const bucket = bucketOf(call, 'storage.objects.list');
  const root = objectName(call.vars['bucket'] ?? '', '');
  const [prefix, delimiter] = [call.query.get('prefix') ?? '', call.query.get('delimiter') ?? ''];
  const rows = new Map<string, Json>();
  for (const one of call.cloud.store.list(OBJECT, { project: bucket.project })) {
    if (!one.name.startsWith(root + prefix)) continue;
    const short = one.name.slice(root.length);
    const cut = delimiter === '' ? -1 : short.indexOf(delimiter, prefix.length);
    if (cut < 0) rows.set(short, shown(one));
    else rows.set(short.slice(0, cut + delimiter.length), short.slice(0, cut + delimiter.length));
  }
  const page = paged(call, 'rows', [...rows.values()], { size: 1000, most: 1000, parameter: 'maxResults' });
  const some = (page['rows'] ?? []) as Json[];
  const [items, prefixes] = [
    some.filter((one) => typeof one !== 'string'),
    some.filter((one) => typeof one === 'string'),
  ];
  return {
    kind: 'storage#objects',
    ...(items.length > 0 ? { items } : {}),
    ...(prefixes.length > 0 ? { prefixes } : {}),
    ...(page['nextPageToken'] === undefined ? {} : { nextPageToken: page['nextPageToken'] }),
  };
};

/** Stores an upload as the object's next generation, where its conditions hold; 0 is an object that is not there. */
const insert: Handler = (call) => {
  const bucket = bucketOf(call, 'storage.objects.create');
  const { metadata, content: bytes } = uploadOf(call);
  const short = textOf(metadata['name']) ?? call.query.get('name') ?? '';
  if (short === '') throw new ApiError(400, { message: 'Required parameter: name', reason: 'required' });
  const owner = call.vars['bucket'] ?? '';
  const name = objectName(owner, short);
  const before = call.cloud.store.get(name);
  checkConditions(call, before?.data ?? {});
  if (before) call.require('storage.objects.delete', bucket.name);
  const now = call.cloud.clock.iso();
  const generation = String(call.cloud.clock.now() * 1000 + call.cloud.store.history(name).length);
  const path = encodeURIComponent(short);
  const data: JsonObject = {
    storageClass: bucket.data['storageClass'] ?? 'STANDARD',
    ...metadata,
    kind: 'storage#object',
    id: `${owner}/${short}/${generation}`,
    name: short,
    bucket: owner,
    generation,
    metageneration: '1',
    size: String(bytes.length),
    ...checksumsOf(bytes),
    etag: etagOf(name, generation),
    timeCreated: now,
    updated: now,
    selfLink: `${LINKS}/b/${owner}/o/${path}`,
    mediaLink: `https://storage.googleapis.com/download/storage/v1/b/${owner}/o/${path}?generation=${generation}&alt=media`,
    [CONTENT]: bytes.toString('base64'),
  };
  return shown(
    call.cloud.store.put({ name, type: OBJECT, project: bucket.project, location: bucket.location, data }),
  );
};

const patch: Handler = (call) => {
  const before = found(call, 'storage.objects.update');
  const metageneration = String(Number(before.data['metageneration'] ?? 1) + 1);
  const data = {
    ...merged(before.data, objectOf(call.body)),
    metageneration,
    updated: call.cloud.clock.iso(),
  };
  return shown(call.cloud.store.put({ ...before, data }));
};

const remove: Handler = (call) => {
  call.cloud.store.remove(found(call, 'storage.objects.delete').name);
  return new Reply(204, null);
};

export const objects: Readonly<Record<string, Handler>> = {
  'storage.objects.list': list,
  'storage.objects.get': get,
  'storage.objects.insert': insert,
  'storage.objects.patch': patch,
  'storage.objects.delete': remove,
  'storage.xml.get': get,
};
