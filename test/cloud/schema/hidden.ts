import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import type { Enum } from './types.ts';

const PROTO = new URL(
  '../../../node_modules/@google-cloud/compute/build/protos/google/cloud/compute/v1/compute.proto',
  import.meta.url,
);

let sources: ReadonlyMap<string, string> | undefined;

/** The source of each message by its name. */
function sourceOf(message: string): string {
  sources ??= new Map(
    readFileSync(PROTO, 'utf8')
      .split(/^message (?=\w+ \{)/m)
      .map((text) => [text.slice(0, text.indexOf(' ')), text]),
  );
  return sources.get(message) ?? '';
}

/**
 * The enumeration behind a text of Compute Engine, whose protos declare every enumeration as a string: a comment names the
 * one nested beside it ("Check the Direction enum for the list of possible values"), and that one's comment the literals
 * that are missing in it ("Additional supported values which may be not listed in the enum directly"). Empty text is none
 * of them and is good.
 */
export function hiddenEnum(field: protobuf.Field): Enum | undefined {
  const { parent } = field;
  if (!(parent instanceof protobuf.Type)) return undefined;
  const source = sourceOf(parent.name);
  // `_` stands before every capital in the .proto, and field names lose it in the JSON form of the descriptions.
  const spelt = [...field.name].join('_?');
  const declared = new RegExp(`((?: *//.*\\n)+) *(?:optional |repeated )?string ${spelt} = `, 'i').exec(
    source,
  );
  const name = /Check the (\w+) enum for the list/.exec(declared?.[1] ?? '')?.[1];
  const nested = name === undefined ? undefined : parent.get(name);
  if (!(nested instanceof protobuf.Enum)) return undefined;
  const listed = Object.keys(nested.values).filter((literal) => !literal.startsWith('UNDEFINED_'));
  const more = new RegExp(`may be not listed.*\\n((?: *// \\w+\\n)+) *enum ${name} `).exec(source)?.[1] ?? '';
  return {
    name: nested.fullName.slice(1),
    literals: new Map(['', ...listed, ...(more.match(/\w+/g) ?? [])].map((literal) => [literal, undefined])),
  };
}
