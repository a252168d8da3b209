import type { Terminal } from '../operators/step.ts'
import type { RddBase } from '../rdd/base.ts'
import { mergeSchemas } from '../tables/infer-schema.ts'
import type { TableSchema } from '../tables/table-schema.ts'

/** Widens a schema by every record, and gives it. */
export const schemaRows: Terminal = {
  kind: 'terminal',
  locals: () => ({ schema: '{}' }),
  record: (code, x) => `schema = widenSchema(schema, ${x}, ${code.param('only')})`,
  result: () => '[schema]',
}

/**
 * The columns that hold all records of an RDD, by a job that looks at each: every file of an output has the same ones.
 * @param only whether just their names matter
 */
export async function schemaOf(
  rdd: RddBase<unknown>,
  op: string,
  only: 'names' | 'kinds',
  options: { readonly at: string; readonly signal: AbortSignal | undefined },
): Promise<TableSchema> {
  const found = (await rdd.run(op, { op: 'schemaRows', params: { only } }, options)) as TableSchema[][]
  return found.flat().reduce(mergeSchemas, {})
}
