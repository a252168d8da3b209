import { isColumn, type Rows, type WordColumn } from '../columns/column.ts'
import { rowsOf } from '../columns/rows-of.ts'
import { WordIndex } from '../columns/word-index.ts'
import type { KernelTasks } from '../kernels/column-kernel.ts'

/** So many words are given on at a time, and those of the line with which there are as many. */
const wordsOfPiece = 1 << 16

/** A dictionary that is full before so many words came for each that it has costs more than it saves. */
const fewestForEach = 4

/** Splits the lines of a partition into columns of words, which share a dictionary until it is full. */
export class WordSplitter {
  readonly #separator: number
  readonly #apart: (value: unknown, words: unknown[]) => void
  /** `undefined` once no dictionary is worth while. */
  #index: WordIndex | undefined
  /** How many words came since the dictionary began. */
  #came = 0
  #codes = new Int32Array(1 << 10)
  /** The words of lines that lie in a column, by the line's code. */
  #split: { readonly texts: readonly string[]; readonly words: (Int32Array | undefined)[] } | undefined

  /** @param tasks with the function that splits what is no string, and lines of words that do not occur again */
  constructor(separator: number, tasks: KernelTasks) {
    this.#separator = separator
    this.#index = new WordIndex(separator)
    this.#apart = tasks.compile(`const f = tasks[0]
return (value, words) => {
  for (const word of f(value)) words.push(word)
}`) as (value: unknown, words: unknown[]) => void
  }

  /** The words, piece by piece. */
  *split(rows: Rows): Iterable<Rows> {
    const lines = isColumn(rows) && rows.kind === 'words' ? rows : undefined
    const values = isColumn(rows) && rows.kind !== 'any' ? rowsOf(rows) : isColumn(rows) ? rows.values : rows
    for (let at = 0; at < values.length;) {
      const index = this.#index
      if (index) {
        let count = 0
        for (; at < values.length && count < wordsOfPiece; at++) {
          const line = values[at]
          if (typeof line !== 'string') break
          count = lines ? this.#again(index, lines, at, count) : this.#write(index, line, count)
        }
        if (count > 0) yield this.#piece(index, count)
      }
      const words: unknown[] = []
      for (; at < values.length && words.length < wordsOfPiece; at++) {
        if (this.#index && typeof values[at] === 'string') break
        this.#apart(values[at], words)
      }
      if (words.length > 0) yield words
    }
  }

  #write(index: WordIndex, line: string, at: number): number {
    this.#makeRoom(at, line.length + 1)
    return index.split(line, this.#codes, at)
  }

  /** The words of a line that occurs several times: it is split once. */
  #again(index: WordIndex, { words: texts, codes }: WordColumn, row: number, at: number): number {
    if (this.#split?.texts !== texts) this.#split = { texts, words: [] }
    const line = codes[row] ?? 0
    const known = this.#split.words[line]
    if (!known) {
      const end = this.#write(index, texts[line] ?? '', at)
      this.#split.words[line] = this.#codes.slice(at, end)
      return end
    }
    this.#makeRoom(at, known.length)
    // They are few: a loop is faster than to set one array in the other.
    for (let i = 0; i < known.length; i++) this.#codes[at + i] = known[i] ?? 0
    return at + known.length
  }

  #makeRoom(at: number, count: number): void {
    if (at + count <= this.#codes.length) return
    const larger = new Int32Array(2 * (at + count))
    larger.set(this.#codes.subarray(0, at))
    this.#codes = larger
  }

  #piece({ words, isFull }: WordIndex, length: number): WordColumn {
    this.#came += length
    if (isFull) {
      const isWorth = this.#came >= fewestForEach * words.length
      this.#index = isWorth ? new WordIndex(this.#separator) : undefined
      this.#split = undefined
      this.#came = 0
    }
    return { kind: 'words', length, words, codes: this.#codes.slice(0, length) }
  }
}
