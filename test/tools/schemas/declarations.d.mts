import type ts from 'typescript';

/** What a type node says; exactly one key is there. */
export interface ReadType {
  readonly list?: ts.TypeNode;
  readonly map?: ts.TypeNode;
  readonly ref?: string;
  readonly members?: ts.NodeArray<ts.TypeElement>;
  readonly scalar?: 'string' | 'number' | 'boolean' | 'any';
}

export function declarationsOf(api: string): ReadonlyMap<string, ts.NodeArray<ts.TypeElement>>;
export function membersOf(api: string): readonly ts.Statement[];
export function readType(node: ts.TypeNode): ReadType;
export function fieldsOf(members: ts.NodeArray<ts.TypeElement>): readonly (readonly [string, ts.TypeNode])[];
