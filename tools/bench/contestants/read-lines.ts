import { closeSync, openSync, readSync } from 'node:fs'
import { parsePair } from '../workloads/sort.ts'

/** The lines of a file, a piece of it at a time. */
export function* readLines(path = ''): Generator<string> {
  const file = openSync(path, 'r')
  const piece = Buffer.allocUnsafe(1 << 20)
  let rest = ''
  try {
    for (;;) {
      const length = readSync(file, piece)
      if (length === 0) break
      const lines = (rest + piece.toString('latin1', 0, length)).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
    if (rest) yield rest
  } finally {
    closeSync(file)
  }
}

/** The pairs in a file of lines `key`, tab, `value`. */
export function readPairs(path?: string): [key: number, value: number][] {
  const pairs: [number, number][] = []
  for (const line of readLines(path)) pairs.push(parsePair(line))
  return pairs
}
