import { isColumn, type Rows } from '../columns/column.ts'
import { gather } from '../columns/gather.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { areStrings } from '../codec/string-column.ts'
import type { KernelTasks } from '../kernels/column-kernel.ts'
import type { Loop, OpenLoop } from './loop.ts'
import { rowsIn } from './records-in.ts'
import { WordSplitter } from './word-splitter.ts'

/** The two ways to go on behind a `flatMap` that splits lines into words. */
export interface BehindSplit<Out> {
  /** Takes the words in columns: each is a string once, and a number wherever it occurs. */
  readonly words: OpenLoop<Out>
  /** Takes the lines, and splits them by the user's function. */
  readonly lines: OpenLoop<Out>
}

/** Words of so many lines are looked at, of so much of each, to see whether they occur again; of so many one must. */
const sampledLines = 64
const sampledUnits = 256
const fewestSampled = 64
const seldom = 128

/** A loop behind the split of lines at a character. Words that hardly ever occur again are left to the user's function. */
export function behindSplit<Out>(
  separator: number,
  tasks: KernelTasks,
  open: BehindSplit<Out>,
): OpenLoop<Out> {
  return (env) => {
    const splitter = new WordSplitter(separator, tasks)
    let loop: Loop<Out> | undefined
    let takesLines = false
    return {
      push(chunk) {
        const rows = rowsIn(chunk)
        if (rows.length === 0) return false
        if (!loop) {
          takesLines = !areRepetitive(rows, String.fromCharCode(separator))
          loop = takesLines ? open.lines(env) : open.words(env)
        }
        if (takesLines) return loop.push(rows)
        for (const words of splitter.split(rows)) if (loop.push(words)) return true
        return false
      },
      finish: () => (loop ?? open.lines(env)).finish(),
      abandon: () => loop?.abandon(),
      size: () => loop?.size?.() ?? 0,
    }
  }
}

/** Whether the words of lines seem to be the same again and again. */
function areRepetitive(rows: Rows, separator: string): boolean {
  if (isColumn(rows) && rows.kind === 'words') return true
  const lines = someOf(rows)
  if (!areStrings(lines)) return false
  const words = lines.flatMap((line) => line.slice(0, sampledUnits).split(separator))
  return words.length < fewestSampled || (words.length - new Set(words).size) * seldom >= words.length
}

function someOf(rows: Rows): readonly unknown[] {
  const step = Math.max(1, Math.floor(rows.length / sampledLines))
  const places = Array.from({ length: Math.ceil(rows.length / step) }, (_, i) => i * step)
  if (isColumn(rows)) return rowsOf(gather(rows, Int32Array.from(places)))
  return places.map((place) => rows[place])
}
