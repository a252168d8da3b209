import type { RecordOperator } from './step.ts'

/** Each record with its position in the RDD; the driver has counted what comes before each partition. */
export const numberRecords: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const at = `${code.param('starts')}[${code.param('offset')} + index]`
    const position = code.state('position', at)
    return code.let(`[${x}, ${position}++]`, next)
  },
}

/** Each record with a number that no other has: the partition's index, and from there in steps of all partitions. */
export const numberUniquely: RecordOperator = {
  kind: 'record',
  emit(code, x, next) {
    const id = code.state('id', `${code.param('offset')} + index`)
    const y = code.fresh()
    return `const ${y} = [${x}, ${id}]\n${id} += ${code.param('partitions')}\n${next(y)}`
  },
}
