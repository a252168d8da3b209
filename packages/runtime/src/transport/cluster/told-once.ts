import type { Envelope } from '../transport.ts'
import { SentSources } from './sent-sources.ts'
import type { ToWorker } from '../../wire/messages.ts'
import type { SharedKind, ToExecutor } from '../../wire/protocol.ts'

/** What one worker was told that all of its slots may need: it is sent once, and then only named. */
export class ToldOnce {
  readonly #told: Readonly<Record<SharedKind, Set<number>>> = { stage: new Set(), broadcast: new Set() }

  readonly sources: SentSources = new SentSources()
  /** The epoch of each shuffle. */
  readonly #outputs = new Map<string, number>()

  /** The message for a slot, as it is sent; none when it is for the whole worker, and that knows. */
  envelope(slot: number, { message, blocks }: Envelope<ToWorker>): Envelope<ToExecutor> | undefined {
    if (this.#knows(message)) return undefined
    if (message.kind === 'launch') {
      const launch = this.sources.launch({ message, blocks })
      return { message: { kind: 'slot', slot, message: launch.message }, blocks: launch.blocks }
    }
    const whole = { message: { kind: 'slot', slot, message }, blocks } as const
    const id = idOf(message)
    if (message.kind === 'forget') this.#told.stage.delete(message.program)
    if (message.kind === 'forgetBroadcast') this.#told.broadcast.delete(message.id)
    if (!id) return whole
    if (this.#told[id.of].has(id.id)) return { message: { kind: 'again', slot, ...id }, blocks: [] }
    this.#told[id.of].add(id.id)
    return whole
  }

  #knows(message: ToWorker): boolean {
    if (message.kind === 'outputs') {
      const { shuffle, epoch } = message
      if (this.#outputs.get(shuffle) === epoch) return true
      this.#outputs.set(shuffle, epoch)
    }
    return message.kind === 'forgetOutputs' && !this.#outputs.delete(message.shuffle)
  }
}

/** What a message tells that every slot may need. */
export function idOf(message: ToWorker): { readonly of: SharedKind; readonly id: number } | undefined {
  if (message.kind === 'stage') return { of: 'stage', id: message.program }
  if (message.kind === 'broadcast') return { of: 'broadcast', id: message.id }
  return undefined
}
