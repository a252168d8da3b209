import { accepts, type Pipeline, type ValueShapes } from '@atomic-ts/core/internal'
import type { Column } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { stringsOf } from '../columns/text.ts'
import { breachError } from './breach-error.ts'

/** Throws when a column holds a record that is not what its type says. */
export type SourceCheck = (column: Column) => void

/**
 * The check of the driver's own records, and of those that files and other sources give, against the parameter of the
 * first task that takes them: nobody but the user vouches for their type. Whole columns are looked at, and single records
 * only where a column is not enough.
 */
export function sourceCheck(
  { source, steps }: Pipeline,
  sink: Pipeline['steps'][number],
): SourceCheck | undefined {
  if (source.kind !== 'source') return undefined
  const isOpened = source.format === 'splits'
  if (source.format !== 'parallelize' && !isOpened) return undefined
  const first = [...steps.slice(isOpened ? 1 : 0), sink].find(({ op }) => !keepsRecords.has(op))
  const [task] = first?.tasks ?? []
  const takes = first && takers[first.op]
  const record = task?.border?.record
  if (!takes || !task?.border || !record) return undefined
  const { shapes, name, at } = task.border
  const isFine = accepts(shapes, record.shape)
  return (column) => {
    const part = takes === 'record' ? column : valuesOf(column)
    if (!part || fits(part, shapes, record.shape)) return
    for (const value of rowsOf(part)) {
      if (isFine(value)) continue
      const what = `A ${takes} of ${isOpened ? 'the source' : 'parallelize'} at ${source.at} that came to ${name}`
      throw breachError({ shapes, declared: record, value, what, at })
    }
  }
}

/** Steps without a task, which give the records that they take. */
const keepsRecords = new Set(['persist', 'keepSome', 'keepOften', 'limitRows'])

/** What the first task of a step takes: a record, or the value of a pair. */
const takers: Readonly<Record<string, 'record' | 'value'>> = {
  map: 'record',
  filter: 'record',
  flatMap: 'record',
  keyBy: 'record',
  mapAsync: 'record',
  flatMapAsync: 'record',
  foreachAsync: 'record',
  foreachRow: 'record',
  reduceRows: 'record',
  mapValues: 'value',
  flatMapValues: 'value',
  combine: 'value',
}

function valuesOf(column: Column): Column | undefined {
  if (column.kind === 'tuple') return column.columns.length === 2 ? column.columns[1] : undefined
  if (column.kind !== 'any') return undefined
  // A record that is no pair is refused by the step itself.
  const pairs = column.values.filter(
    (each): each is readonly unknown[] => Array.isArray(each) && each.length === 2,
  )
  return { kind: 'any', length: pairs.length, values: pairs.map(([, value]) => value) }
}

/** Whether every value of a column has a shape, as far as the column itself tells. */
function fits(column: Column, shapes: ValueShapes, at: number): boolean {
  const shape = shapes[at]
  if (shape?.kind === 'any') return true
  if (column.kind === 'text') return takesStrings(shapes, at) || stringsOf(column).every(accepts(shapes, at))
  if (shape?.kind === 'union' && column.kind !== 'any')
    return shape.of.some((each) => fits(column, shapes, each))
  switch (column.kind) {
    case 'numbers':
      return shape?.kind === 'number'
    case 'words':
      return shape !== undefined && column.words.every(accepts(shapes, at))
    case 'tuple':
      return (
        shape?.kind === 'tuple' &&
        shape.slots.length === column.columns.length &&
        column.columns.every((each, i) => fits(each, shapes, shape.slots[i] ?? -1))
      )
    case 'struct':
      return (
        shape?.kind === 'object' &&
        shape.values === undefined &&
        shape.fields.every(({ name, shape: of, optional = false }) => {
          const field = column.columns[column.names.indexOf(name)]
          return field ? fits(field, shapes, of) : optional
        })
      )
    case 'any':
      return column.values.every(accepts(shapes, at))
  }
}

/** Whether a shape has all strings, by a look at it. */
function takesStrings(shapes: ValueShapes, at: number): boolean {
  const shape = shapes[at]
  return (
    shape?.kind === 'string' ||
    (shape?.kind === 'union' && shape.of.some((each) => shapes[each]?.kind === 'string'))
  )
}
