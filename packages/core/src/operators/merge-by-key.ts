import type { Code } from './code.ts'
import type { Terminal } from './step.ts'

/** How the values of a key become one. */
interface Merging {
  /** Code before a key's first value, and the expression for what becomes of it. */
  readonly first: (code: Code, value: string) => { readonly before?: string; readonly value: string }
  /** The expression for what has been merged so far with one more value. */
  readonly merge: (code: Code, merged: string, value: string) => string
  readonly locals?: (code: Code) => Readonly<Record<string, string>>
}

/**
 * A terminal that gives one pair a key. As long as all keys are integers, they are numbers of an `IntIndex`, then of a
 * `DoubleIndex` while they are numbers, and what is merged lies in one array: no object for each key. The first other key
 * moves everything into a `KeyMap`.
 */
export function mergeByKey({ first, merge, locals }: Merging): Terminal {
  return {
    kind: 'terminal',
    locals: (code) => ({
      ints: 'new IntIndex()',
      doubles: 'undefined',
      merged: '[]',
      table: 'undefined',
      primitive: 'undefined',
      ...locals?.(code),
    }),
    record(code, x) {
      const { before = '', value } = first(code, `${x}[1]`)
      return `pair(${x})
const key = ${x}[0]
if (table === undefined && typeof key === 'number') {
let at = 0
if (doubles === undefined && (key | 0) === key && (key !== 0 || 1 / key > 0)) at = ints.at(key)
else {
if (doubles === undefined) doubles = DoubleIndex.of(ints.keys)
at = doubles.at(key)
}
if (at === merged.length) {
${before}
merged.push(${value})
} else merged[at] = ${merge(code, 'merged[at]', `${x}[1]`)}
} else {
if (table === undefined) {
table = keyMapOf((doubles || ints).keys, merged)
primitive = table.primitive
}
const cell = typeof key === 'string' ? primitive.get(key) : table.find(key)
if (cell === undefined) {
${before}
table.set(key, ${value})
} else cell.value = ${merge(code, 'cell.value', `${x}[1]`)}
}`
    },
    size: () => '(table === undefined ? merged.length : table.size)',
    result: () => 'table === undefined ? numberPairs((doubles || ints).keys, merged) : table.pairs()',
  }
}
