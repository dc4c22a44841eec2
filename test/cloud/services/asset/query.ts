import { ApiError } from '../../core/errors.ts';
import { type Json, type JsonObject, objectOf, textOf } from '../../core/json.ts';
import type { Call, Handler } from '../../core/service.ts';
import { uuidOf } from '../../core/tokens.ts';
import { inventoryAt, standsIn, stub } from './inventory.ts';

/** Columns of STANDARD_METADATA that are kept (https://cloud.google.com/asset-inventory/docs/query-assets). */
const COLUMNS = ['name', 'assetType', 'updateTime'] as const;

const STATEMENT = /^\s*SELECT\s+([\w\s,*]+?)\s+FROM\s+`?STANDARD_METADATA`?(?:\s+LIMIT\s+(\d+))?\s*;?\s*$/i;

/** One kind of statement: columns of STANDARD_METADATA, with a limit. Any other is refused as SQL that does not parse is. */
export const query =
  ({ scopeOf }: { scopeOf: (call: Call, given: string, permission: string) => string }): Handler =>
  (call) => {
    const scope = scopeOf(call, call.vars['parent'] ?? '', 'cloudasset.assets.queryResource');
    const statement = textOf(objectOf(call.body)['statement']) ?? '';
    const [, selected = '', limit] = STATEMENT.exec(statement) ?? [];
    const names = selected === '*' ? [...COLUMNS] : selected.split(',').map((one) => one.trim());
    if (names.some((name) => !(COLUMNS as readonly string[]).includes(name))) {
      const message = `Invalid query: only SELECT ${COLUMNS.join(', ')} FROM STANDARD_METADATA [LIMIT n] is understood here.`;
      throw new ApiError(400, { status: 'INVALID_ARGUMENT', message });
    }
    const { rows } = inventoryAt(call.cloud, call.cloud.clock.now());
    const found = rows.filter((row) => standsIn(row, scope)).map(stub);
    const kept = limit === undefined ? found : found.slice(0, Number(limit));
    return {
      jobReference: uuidOf('query', statement, call.cloud.clock.now()),
      done: true,
      queryResult: {
        rows: kept.map((one): JsonObject => ({ f: names.map((name): Json => ({ v: one[name] ?? null })) })),
        schema: { fields: names.map((field) => ({ field, type: 'STRING', mode: 'NULLABLE' })) },
        totalRows: String(found.length),
      },
    };
  };
