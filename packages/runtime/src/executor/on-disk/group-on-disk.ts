import { RunFile } from '../../shuffle/run-file.ts'
import type { Chunk } from '../loop.ts'
import type { Rows } from '../../columns/column.ts'
import type { DiskEnv } from './cut-by-key.ts'
import { Gathering, type Gathered } from './gathering.ts'
import type { Holding, WayOnDisk } from './holding.ts'
import { columnsOf, partsOf } from './parts.ts'
import { groupsOnDisk } from './groups-on-disk.ts'

/** Pairs grouped by key: at once when they have room, else cut by key, and then part by part. */
export class GroupOnDisk implements Holding {
  readonly #way: WayOnDisk
  readonly #env: DiskEnv
  readonly #gathering: Gathering
  #gathered: Gathered | undefined

  constructor(way: WayOnDisk, env: DiskEnv, isLarge: boolean) {
    this.#way = way
    this.#env = env
    this.#gathering = new Gathering(env, isLarge)
  }

  push(rows: Rows): void {
    this.#env.throwIfCancelled()
    this.#gathering.push(rows)
  }

  *finish(): Iterable<Chunk> {
    this.#gathered = this.#gathering.finish()
    if (!(this.#gathered instanceof RunFile)) return yield this.#grouped([this.#gathered])
    for (const { inputs, fits } of partsOf([this.#gathered], this.#way.keyOf, this.#env)) {
      const columns = columnsOf(inputs[0] ?? [], this.#env)
      if (fits) yield this.#grouped(columns)
      else yield groupsOnDisk([columns], this.#env).map(([key, [values]]) => [key, values])
    }
  }

  discard(): void {
    this.#gathering.discard()
    if (this.#gathered instanceof RunFile) this.#gathered.discard()
  }

  #grouped(chunks: Iterable<Rows>): Rows {
    const loop = this.#way.open(this.#env)
    for (const chunk of chunks) loop.push(chunk)
    return loop.finish()
  }
}
