import { rmSync } from 'node:fs'
import { AtomicError } from '@atomic-ts/core/internal'
import { decodeChunk } from '../../codec/chunk.ts'
import type { FileBlock } from '../../shuffle/block-ref.ts'
import { readBlock } from '../../shuffle/read-block.ts'

/** Removes a file of values when no array needs it any longer. */
const unreachable = new FinalizationRegistry<string>((path) => rmSync(path, { force: true }))

/** Keeps a file for as long as an array that reads it. */
export class ValueFile {
  readonly path: string

  constructor(path: string) {
    this.path = path
    unreachable.register(this, path)
  }
}

/**
 * Values that have no room in memory, as an array: it can be gone through any number of times, in order or by position,
 * and is read from its file a block at a time. It cannot be changed.
 */
export function valuesOnDisk(file: ValueFile, blocks: readonly FileBlock[]): unknown[] {
  const values = new DiskValues(file, blocks)
  const target: unknown[] = []
  target.length = values.length
  return new Proxy(target, {
    get(array, name, receiver) {
      if (name === Symbol.iterator || name === 'values') return () => values.all()
      const at = positionOf(name)
      return at === undefined ? Reflect.get(array, name, receiver) : values.at(at)
    },
    has: (array, name) => isWithin(name, values.length) || Reflect.has(array, name),
    getOwnPropertyDescriptor(array, name) {
      if (!isWithin(name, values.length)) return Reflect.getOwnPropertyDescriptor(array, name)
      return { value: values.at(Number(name)), writable: true, enumerable: true, configurable: true }
    },
    ownKeys: () => [...Array.from({ length: values.length }, (_, i) => String(i)), 'length'],
    set: refuse,
    defineProperty: refuse,
    deleteProperty: refuse,
  })
}

class DiskValues {
  readonly length: number
  readonly #file: ValueFile
  readonly #blocks: readonly FileBlock[]
  readonly #starts: number[] = []
  #block: unknown[] = []
  #first = 0

  constructor(file: ValueFile, blocks: readonly FileBlock[]) {
    this.#file = file
    this.#blocks = blocks
    let length = 0
    for (const { records } of blocks) {
      this.#starts.push(length)
      length += records
    }
    this.length = length
  }

  at(position: number): unknown {
    if (position >= this.length) return undefined
    if (position < this.#first || position >= this.#first + this.#block.length) this.#read(position)
    return this.#block[position - this.#first]
  }

  *all(): ArrayIterator<unknown> {
    for (const block of this.#blocks) yield* decodeChunk(readBlock({ ...block, path: this.#file.path }))
  }

  #read(position: number): void {
    const after = this.#starts.findIndex((start) => start > position)
    const at = after < 0 ? this.#blocks.length - 1 : after - 1
    const block = this.#blocks[at]
    if (!block) return
    this.#block = decodeChunk(readBlock({ ...block, path: this.#file.path }))
    this.#first = this.#starts[at] ?? 0
  }
}

function positionOf(name: string | symbol): number | undefined {
  if (typeof name === 'symbol') return undefined
  const position = Number(name)
  return String(position >>> 0) === name ? position : undefined
}

function isWithin(name: string | symbol, length: number): boolean {
  const position = positionOf(name)
  return position !== undefined && position < length
}

function refuse(): never {
  throw new AtomicError('ATOMIC2006', {
    what: 'A task changes the values of a group that is larger than its memory, and so lies on disk.',
    fix: 'Copy what is needed first, such as [...values].sort(), or make the groups smaller.',
  })
}
