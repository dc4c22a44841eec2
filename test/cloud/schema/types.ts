/** What a field holds, in the words of proto3's JSON mapping (https://protobuf.dev/programming-guides/json/). */
export type Kind =
  | 'string'
  | 'bytes'
  | 'bool'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'float'
  | 'double'
  | 'enum'
  | 'message'
  | 'timestamp'
  | 'duration'
  | 'fieldmask'
  | 'struct'
  | 'value'
  | 'listvalue'
  | 'any'
  /** A number of either width: what the declarations say of both. */
  | 'number'
  /** Anything at all. */
  | 'json';

/** The literals of an enumeration with their numbers; numbers are unknown where only strings are sent. */
export interface Enum {
  readonly name: string;
  readonly literals: ReadonlyMap<string, number | undefined>;
}

/** One value: of a field, of a list's element, of a map's entry. */
export interface Shape {
  readonly kind: Kind;
  readonly enum?: Enum | undefined;
  /** Of kind `message`; asked for when needed, for messages refer to each other in circles. */
  readonly message?: (() => Message) | undefined;
  /** Of kind `any`: what an `@type` means; undefined where the descriptions do not have it. */
  readonly typed?: ((url: string) => Shape | undefined) | undefined;
}

export interface Field extends Shape {
  /** As the JSON of the API spells it, as far as the descriptions tell (`json_name` is not among them). */
  readonly name: string;
  /** As Google's errors spell it: the name in the proto, `ipv4_enabled`. */
  readonly proto: string;
  readonly list: boolean;
  readonly map: boolean;
  /** From `google.api.field_behavior` (https://google.aip.dev/203). */
  readonly required: boolean;
  readonly output: boolean;
  readonly immutable: boolean;
  /** The oneof it belongs to, where that has several members. */
  readonly oneof?: string | undefined;
}

export interface Message {
  /** Full name, without leading dot. */
  readonly name: string;
  readonly fields: readonly Field[];
  /** By any spelling Google takes: lowerCamelCase, snake_case, and the case of old APIs (`IPProtocol`). */
  field(key: string): Field | undefined;
}

/** A method's messages: what the body holds, which query parameters there are, what the reply holds. */
export interface Description {
  /** Undefined: there is no body. */
  readonly body: Message | undefined;
  /** Fields that may stand in the query; undefined where nothing is known of them. */
  readonly query: readonly Field[] | undefined;
  readonly reply: Message | undefined;
  /** What Google's errors call the body: the request field it is, `alert_policy`; empty where it is the whole request. */
  readonly root: string;
  /** Fields of the body that the path gives, as errors name them: `name`, `service.name`. */
  readonly given: readonly string[];
}

/** One thing that is wrong with a request or a reply. */
export interface Violation {
  /** `service.template.containers[0]`, `service.labels[1].value`; empty for the body itself. */
  readonly field: string;
  /** Google's sentence (`sentences.ts`). */
  readonly description: string;
  readonly kind: 'unknown' | 'enum' | 'type' | 'required' | 'oneof';
}
