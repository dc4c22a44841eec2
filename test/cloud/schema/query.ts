import type { Json } from '../core/json.ts';
import { messageOf, snake } from './message.ts';
import { notSpecified, unknownParameter } from './sentences.ts';
import type { Field, Violation } from './types.ts';
import { violations } from './violations.ts';

/** Parameters of every method (https://cloud.google.com/apis/docs/system-parameters), and those of uploads. */
const SYSTEM: ReadonlySet<string> = new Set([
  '$.xgafv',
  '$alt',
  '$apiVersion',
  '$ct',
  '$fields',
  '$httpHeaders',
  '$outputDefaults',
  '$prettyPrint',
  '$unique',
  '$userProject',
  'access_token',
  'alt',
  'callback',
  'fields',
  'key',
  'oauth_token',
  'prettyPrint',
  'quotaUser',
  'uploadType',
  'upload_id',
  'upload_protocol',
  'userIp',
  'userProject',
]);

/**
 * What is wrong with the query of a request whose method takes these fields; dots lead into messages.
 *
 * @param given fields that the path gives, which need not be there
 */
export function queryViolations(
  query: URLSearchParams,
  fields: readonly Field[],
  given: readonly string[],
): Violation[] {
  const message = messageOf('query', () => fields);
  const names = [...new Set(query.keys())];
  const sent = new Set(names.map((name) => leafOf(fields, name.split('.').slice(0, 1))));
  // A mask may be left out (https://google.aip.dev/134), also where it is marked as required, as recorded of folders.
  const missing = fields.filter(
    (field) =>
      field.required && field.kind !== 'fieldmask' && !given.includes(field.proto) && !sent.has(field),
  );
  return [...names.flatMap(wrong), ...missing.map(({ proto }) => notSpecified(proto))];

  function wrong(name: string): Violation[] {
    if (SYSTEM.has(name)) return [];
    // A declaration has the dotted name itself.
    const field = message.field(name) ?? leafOf(fields, name.split('.'));
    if (!field) return [unknownParameter(name)];
    if (field.message || field.map) return [];
    const values = query.getAll(name);
    const value: Json = field.list ? values.flatMap((one) => one.split(',')) : (values.at(-1) as string);
    const proto = name.split('.').map(snake).join('.');
    const alone = messageOf(message.name, () => [
      { ...field, name, proto, required: false, oneof: undefined },
    ]);
    return violations(alone, { [name]: readable(field, value) });
  }
}

/** Query values are text; True and False are what gcloud writes. */
const readable = ({ kind }: Field, value: Json): Json =>
  kind === 'bool' && typeof value === 'string' ? value.toLowerCase() : value;

function leafOf(fields: readonly Field[], [first, ...rest]: readonly string[]): Field | undefined {
  const field = messageOf('', () => fields).field(first as string);
  if (rest.length === 0 || field?.map) return field;
  return field?.message ? leafOf(field.message().fields, rest) : undefined;
}
