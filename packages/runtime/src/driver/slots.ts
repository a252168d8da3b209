import type { Node, Stage } from '@atomic-ts/core/internal'
import type { Transport } from '../transport/transport.ts'
import type { ToWorker } from '../wire/messages.ts'
import { toChunks } from '../shared-variables/broadcast-chunks.ts'
import { broadcastsOf } from '../shared-variables/broadcasts-of.ts'
import { programTable } from '../wire/program-table.ts'
import type { ToldOutputs } from './map-outputs.ts'
import { programsOf } from './programs-of.ts'

interface Told {
  readonly bundles: Set<string>
  readonly programs: Set<number>
  readonly broadcasts: Set<number>
  /** The epoch of each shuffle. */
  readonly outputs: Map<string, number>
}

/** The slots that are up, and what each has been told, so that nothing is told twice. */
export class Slots {
  readonly #transport: Transport
  readonly #told = new Map<number, Told>()

  readonly #files: string | undefined
  readonly #sources = new WeakSet<Node>()
  readonly #unreachable = new FinalizationRegistry<number>((node) => this.#transport.forgetSource?.(node))

  /** @param files the folder of the files that are sent along with tasks */
  constructor(transport: Transport, files: string | undefined) {
    this.#transport = transport
    this.#files = files
  }

  /** A slot is up: all that it knows is where files are. */
  add(slot: number): void {
    const told = { bundles: new Set<string>(), programs: new Set<number>(), broadcasts: new Set<number>() }
    this.#told.set(slot, { ...told, outputs: new Map() })
    if (this.#files !== undefined) this.send(slot, { kind: 'files', folder: this.#files })
  }

  /** A slot is gone. */
  remove(slot: number): void {
    this.#told.delete(slot)
  }

  send(slot: number, message: ToWorker, blocks: readonly Uint8Array[] = []): void {
    this.#transport.send(slot, { message, blocks })
  }

  /** The slots that are up. */
  get all(): Iterable<number> {
    return this.#told.keys()
  }

  /** Tells a slot what it must know before a task of a stage: the bundles of its tasks, and its program. */
  prepare(slot: number, program: number, stage: Pick<Stage, 'pipelines' | 'sink'>): void {
    const told = this.#told.get(slot)
    if (!told) return
    for (const broadcast of broadcastsOf(stage)) {
      if (told.broadcasts.has(broadcast.id)) continue
      told.broadcasts.add(broadcast.id)
      const { chunks, checksums } = toChunks(broadcast.source?.bytes ?? new Uint8Array(0))
      this.send(slot, { kind: 'broadcast', id: broadcast.id, checksums }, chunks)
    }
    if (told.programs.has(program)) return
    for (const each of programsOf(stage)) {
      if (told.bundles.has(each.bundle)) continue
      told.bundles.add(each.bundle)
      this.send(slot, { kind: 'load', ...programTable(each) })
    }
    told.programs.add(program)
    this.send(slot, { kind: 'stage', program, pipelines: stage.pipelines, sink: stage.sink })
  }

  /** Tells a slot where the map outputs of a shuffle are, unless it knows. */
  tellOutputs(slot: number, { message, blocks }: ToldOutputs): void {
    const { shuffle, epoch } = message
    const { outputs } = this.#told.get(slot) ?? {}
    if (!outputs || outputs.get(shuffle) === epoch) return
    outputs.set(shuffle, epoch)
    this.send(slot, message, blocks)
  }

  /** Makes every slot forget a shuffle, as it was in some epoch and before. */
  forgetOutputs(shuffle: string, epoch: number): void {
    for (const [slot, { outputs }] of this.#told) {
      if ((outputs.get(shuffle) ?? Infinity) > epoch) continue
      outputs.delete(shuffle)
      this.send(slot, { kind: 'forgetOutputs', shuffle, epoch })
    }
  }

  /** Workers keep records of the driver's own, as long as somebody can ask for them. */
  keepSources(nodes: Iterable<Node>): void {
    for (const node of nodes) {
      if (node.kind !== 'source' || node.source.kind !== 'parallelize' || this.#sources.has(node)) continue
      this.#sources.add(node)
      this.#unreachable.register(node, node.id)
    }
  }

  /** A slot could not load a bundle: it is told again when it is needed again. */
  refused(slot: number, bundle: string): void {
    this.#told.get(slot)?.bundles.delete(bundle)
  }

  /** Makes every slot forget a stage program. */
  forget(program: number): void {
    for (const [slot, { programs }] of this.#told) {
      if (programs.delete(program)) this.send(slot, { kind: 'forget', program })
    }
  }

  /** Makes every slot forget a broadcast. */
  forgetBroadcast(id: number): void {
    for (const [slot, { broadcasts }] of this.#told) {
      if (broadcasts.delete(id)) this.send(slot, { kind: 'forgetBroadcast', id })
    }
  }
}
