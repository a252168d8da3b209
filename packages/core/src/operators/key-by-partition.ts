import type { RecordOperator } from './step.ts'

/**
 * The one value of a partition under the number of the partition, of `to` instead of `from`, that merges it with its
 * neighbours: neighbours stay neighbours. Its record is the value, or a pair that holds it.
 */
export const keyByPartition: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const target = `Math.floor(partition * ${code.param('to')} / ${code.param('from')})`
    return code.let(`[${target}, ${code.params['isKeyed'] ? `${x}[1]` : x}]`, next)
  },
}
