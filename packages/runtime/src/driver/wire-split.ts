import { readsOf, type Node, type Pipeline } from '@atomic-ts/core/internal'
import type { WireSplit } from '../wire/messages.ts'

/**
 * Describes what one task reads; the bytes that go with it are pushed to `blocks`.
 * @param epochOf sees to it that the worker knows where the map outputs of a shuffle are, and gives their epoch
 */
export function wireSplit(
  { source }: Pipeline,
  index: number,
  nodes: ReadonlyMap<number, Node>,
  epochOf: (shuffle: string) => number,
  blocks: Uint8Array[],
): WireSplit {
  switch (source.kind) {
    case 'source':
      return sourceSplit(nodes.get(source.node), index, blocks)
    case 'shuffle': {
      const { shuffle } = source
      return { kind: 'outputs', shuffle, epoch: epochOf(shuffle), partition: index }
    }
    case 'inputs': {
      const parts = readsOf(source, index).flatMap((read) => {
        const input = source.inputs[read.input]
        return input ? { ...read, split: wireSplit(input, read.index, nodes, epochOf, blocks) } : []
      })
      return { kind: 'inputs', parts }
    }
  }
}

// What is smaller is sent with each task, in bytes.
const worthKeeping = 1024

function sourceSplit(node: Node | undefined, index: number, blocks: Uint8Array[]): WireSplit {
  const source = node?.kind === 'source' ? node.source : undefined
  switch (source?.kind) {
    case 'splits':
      return { kind: 'splits', block: blocks.push(at(source.splits, index).bytes) - 1 }
    case 'parallelize': {
      const { bytes } = at(source.splits, index)
      const block = blocks.push(bytes) - 1
      if (!node || bytes.length < worthKeeping) return { kind: 'block', block }
      return { kind: 'block', block, of: { node: node.id, partition: index } }
    }
    case 'range':
      return { kind: 'range', ...at(source.splits, index) }
    case 'textFile':
      return { kind: 'textFile', ...at(source.splits, index) }
    case undefined:
      throw new TypeError('A pipeline starts at a node that is no source.')
  }
}

function at<S>(splits: readonly S[], index: number): S {
  const split = splits[index]
  if (!split) throw new RangeError(`A source has no partition ${index}.`)
  return split
}
