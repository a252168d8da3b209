import { compileFunction } from 'node:vm'
import { expect, test } from 'vitest'
import { fuse, kernelNames, type ChunkKind } from './fuse.ts'
import { vocabulary } from './vocabulary.ts'
import type { RecordOperator, Step, Terminal } from './step.ts'

// The golden files hold the source text of whole loops: what a task of a stage runs for every record.

test('fuse() writes the map side of a word count as one loop', async () => {
  const steps = [step('flatMap'), step('filter'), step('map')]
  await expect(loop(steps, step('combine'))).toMatchFileSnapshot('golden/word-count.txt')
})

test('fuse() counts through a range without making arrays', async () => {
  const steps = [step('map'), step('filter')]
  await expect(loop(steps, step('countRows', [], {}), 'range')).toMatchFileSnapshot('golden/range-count.txt')
})

test('fuse() gives a reduce a second loop for numbers', async () => {
  await expect(loop([step('mapValues')], step('reduceRows'))).toMatchFileSnapshot('golden/reduce.txt')
})

test('fuse() writes a join, and stops early for take', async () => {
  const sink = step('takeRows', [], { n: 3 })
  await expect(loop([step('joinPairs', [])], sink)).toMatchFileSnapshot('golden/join-take.txt')
})

test('fuse() spreads records by hash, by range, and by a function of the user', async () => {
  const by = ['hash', 'range', 'custom'].map((kind) => {
    const params = { by: kind, partitions: 4, keyOf: 'pair', bounds: [1, 2, 3], ascending: true }
    return loop([], step('exchange', kind === 'custom' ? ['byLength'] : [], params))
  })
  await expect(by.join('\n')).toMatchFileSnapshot('golden/exchange.txt')
})

test('fuse() writes JavaScript for every operator in front of every terminal', () => {
  for (const [last, terminal] of operators('terminal')) {
    for (const [first] of operators('record')) {
      const sink = step(last, ['f'], { by: 'hash', keyed: true })
      for (const chunks of ['rows', 'range'] as const) {
        const { source } = fuse(
          resolved([step(first), step(first)]),
          { step: sink, operator: terminal },
          chunks,
        )
        expect(() => compileFunction(source, ['kernel', 'tasks', 'params', 'env'])).not.toThrow()
      }
    }
  }
})

test('fuse() binds each task and constant once, in the order of its names', () => {
  const operator = vocabulary['takeRows']
  if (operator?.kind !== 'terminal') throw new Error('takeRows is a terminal')
  const sink = { step: step('takeRows', [], { n: 3 }), operator }
  const { bindings } = fuse(resolved([step('map'), step('filter')]), sink, 'rows')
  expect(bindings).toEqual({
    states: [],
    tasks: [
      { name: 'f0_0', step: 0, index: 0 },
      { name: 'f1_0', step: 1, index: 0 },
    ],
    params: [{ name: 'p2_n', step: 2, key: 'n' }],
  })
})

function step(op: string, tasks: readonly string[] = ['f'], params: Step['params'] = {}): Step {
  return { op, tasks: tasks.map((id) => ({ id })), params }
}

function loop(steps: readonly Step[], sink: Step, chunks: ChunkKind = 'rows'): string {
  const operator = vocabulary[sink.op]
  if (operator?.kind !== 'terminal') throw new Error(`${sink.op} is no terminal`)
  const { source } = fuse(resolved(steps), { step: sink, operator }, chunks)
  return `${source.replace(kernelNames.join(', '), '…')}\n`
}

function resolved(steps: readonly Step[]): { step: Step; operator: RecordOperator }[] {
  return steps.map((each) => {
    const operator = vocabulary[each.op]
    if (operator?.kind !== 'record') throw new Error(`${each.op} is no record operator`)
    return { step: each, operator }
  })
}

function operators<K extends 'record' | 'terminal'>(kind: K) {
  type Found = K extends 'record' ? RecordOperator : Terminal
  const isFound = (operator: unknown): operator is Found => (operator as Found).kind === kind
  return Object.entries(vocabulary).flatMap(([name, operator]): [string, Found][] =>
    isFound(operator) ? [[name, operator]] : [],
  )
}
