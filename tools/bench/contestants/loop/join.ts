import { joinAnswer, sumsOf, type Sums } from '../../workloads/join.ts'
import type { Problem } from '../../workloads/workload.ts'
import { readPairs } from '../read-lines.ts'
import { measured, type Run } from '../serve.ts'

type Pair = readonly [key: number, value: number]

export function join({ files }: Problem): Run {
  const [left, right] = [readPairs(files['left']), readPairs(files['right'])]
  return measured({ job: () => joinPairs(left, right), answer: (rows) => joinAnswer(sumsOf(rows)) })
}

export function joinLarge({ files }: Problem): Run {
  return measured({
    job: () => sumJoin(readPairs(files['left']), readPairs(files['right'])),
    answer: joinAnswer,
  })
}

function joinPairs(left: readonly Pair[], right: readonly Pair[]): [number, [number, number]][] {
  const values = valuesByKey(right)
  const rows: [number, [number, number]][] = []
  for (const [key, value] of left) {
    for (const other of values.get(key) ?? none) rows.push([key, [value, other]])
  }
  return rows
}

function sumJoin(left: readonly Pair[], right: readonly Pair[]): Sums {
  const values = valuesByKey(right)
  let rows = 0
  let checksum = 0
  for (const [key, value] of left) {
    for (const other of values.get(key) ?? none) {
      rows++
      checksum += key ^ value ^ other
    }
  }
  return [rows, checksum]
}

function valuesByKey(pairs: readonly Pair[]): Map<number, number[]> {
  const values = new Map<number, number[]>()
  for (const [key, value] of pairs) {
    const known = values.get(key)
    if (known) known.push(value)
    else values.set(key, [value])
  }
  return values
}

const none: readonly number[] = []
