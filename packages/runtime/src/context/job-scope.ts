import { AsyncLocalStorage } from 'node:async_hooks'
import type { JobProperties } from '../driver/job-properties.ts'

/**
 * What is said about jobs from here on. There is one for the context, and one in each block of `withJobGroup` and its
 * like: the block begins with what holds around it, and what is set inside ends with it, however its awaits interleave
 * with those of other blocks.
 */
export class JobScope {
  readonly #root: Properties = { tags: new Set(), local: new Map() }
  readonly #blocks = new AsyncLocalStorage<Properties>()

  /** What holds now, as a copy. */
  get properties(): JobProperties {
    const { group, description, tags, local } = this.now
    return { group, description, tags: [...tags], local: Object.fromEntries(local) }
  }

  /** What holds now, to be changed. */
  get now(): Properties {
    return this.#blocks.getStore() ?? this.#root
  }

  /** Runs a block with properties of its own, changed by `change` at first. */
  block<R>(change: (own: Properties) => void, body: () => R): R {
    const { tags, local, ...rest } = this.now
    const own = { ...rest, tags: new Set(tags), local: new Map(local) }
    change(own)
    return this.#blocks.run(own, body)
  }
}

/** Job properties that can be changed. */
export interface Properties {
  group?: string | undefined
  description?: string | undefined
  readonly tags: Set<string>
  readonly local: Map<string, string>
}
