/** A `google.protobuf.Value` as gRPC clients give it: one of its fields is set. */
export interface ProtoValue {
  readonly nullValue?: unknown;
  readonly numberValue?: number | null;
  readonly stringValue?: string | null;
  readonly boolValue?: boolean | null;
  readonly structValue?: ProtoStruct | null;
  readonly listValue?: { readonly values?: readonly ProtoValue[] | null } | null;
}

/** A `google.protobuf.Struct`. */
export interface ProtoStruct {
  readonly fields?: Readonly<Record<string, ProtoValue>> | null;
}

/** A `google.protobuf.Timestamp`; seconds are an int64, so a text where they are more than a number holds. */
export interface ProtoTimestamp {
  readonly seconds?: number | string | { toString(): string } | null;
  readonly nanos?: number | null;
}

/**
 * A Struct as JSON text: written down as it is walked, for whole objects of it would only be written down again.
 * Numbers are doubles on the wire, so a whole one is written as an integer; texts, which int64 are, stay texts.
 */
export function structText({ fields }: ProtoStruct): string {
  let text = '{';
  for (const key in fields) {
    if (text.length > 1) text += ',';
    text += `${JSON.stringify(key)}:${valueText(fields[key] as ProtoValue)}`;
  }
  return `${text}}`;
}

function valueText(value: ProtoValue): string {
  if (typeof value.stringValue === 'string') return JSON.stringify(value.stringValue);
  if (value.structValue) return structText(value.structValue);
  if (typeof value.numberValue === 'number') return numberText(value.numberValue);
  if (typeof value.boolValue === 'boolean') return value.boolValue ? 'true' : 'false';
  if (value.listValue) return `[${(value.listValue.values ?? []).map(valueText).join(',')}]`;
  return 'null';
}

/** What JSON has no number for is a text in the JSON of protocol buffers. */
const numberText = (number: number): string =>
  Number.isFinite(number) ? JSON.stringify(number) : JSON.stringify(String(number));

/** A Timestamp in RFC 3339, as precise as it is: with no fraction, or three, six or nine digits of one. */
export function timeText({ seconds, nanos }: ProtoTimestamp): string {
  const second = new Date(Number(seconds ?? 0) * 1000).toISOString().slice(0, 19);
  const fraction = String(nanos ?? 0)
    .padStart(9, '0')
    .replace(/(000){1,3}$/, '');
  return `${second}${fraction === '' ? '' : `.${fraction}`}Z`;
}

/** The Timestamp of an RFC 3339 time in UTC. */
export function timestampOf(text: string): { seconds: number; nanos: number } {
  const fraction = /\.(\d{1,9})/.exec(text)?.[1] ?? '';
  return { seconds: Math.floor(Date.parse(text) / 1000), nanos: Number(fraction.padEnd(9, '0')) };
}
