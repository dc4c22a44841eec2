import type { Field, Message } from './types.ts';

/** A name in lowerCamelCase as protos spell it: `ipv4Enabled` is `ipv4_enabled`. */
export const snake = (name: string): string =>
  name.replace(/[A-Z]/g, (letter, at: number) => `${at === 0 ? '' : '_'}${letter.toLowerCase()}`);

const plain = (key: string): string => key.replaceAll('_', '').toLowerCase();

/** A message of these fields, found by any spelling; the fields are made when the first is asked for. */
export function messageOf(name: string, fieldsOf: () => readonly Field[]): Message {
  let fields: readonly Field[] | undefined;
  let byName: Map<string, Field> | undefined;
  const message: Message = {
    name,
    get fields() {
      fields ??= fieldsOf();
      return fields;
    },
    field(key) {
      byName ??= new Map(message.fields.map((field) => [plain(field.name), field]));
      return byName.get(plain(key));
    },
  };
  return message;
}
