import type { Envelope } from '../transport/transport.ts'
import { blocksIn, outputIndex } from '../shuffle/output-index.ts'
import { checkToPeer } from '../wire/check-protocol.ts'
import { Channel, type Pipe } from '../wire/channel.ts'
import type { FromPeer, ToPeer } from '../wire/protocol.ts'
import type { KeptOutputs } from './kept-outputs.ts'

/** Answers another executor process that wants blocks. Gives what takes the packets that come. */
export function serveBlocks(outputs: KeptOutputs, pipe: Pipe, silence: number): Channel<ToPeer, FromPeer> {
  const channel: Channel<ToPeer, FromPeer> = new Channel<ToPeer, FromPeer>(
    pipe,
    {
      check: checkToPeer,
      received: ({ message }: Envelope<ToPeer>) => void answer(message),
      failed: () => undefined,
    },
    silence,
  )
  return channel

  async function answer(question: ToPeer): Promise<void> {
    const { request } = question
    try {
      if (question.kind === 'fetch') {
        const blocks = await Promise.all(question.pieces.map((piece) => outputs.read(piece)))
        channel.send({ kind: 'pieces', request }, blocks)
      } else channel.send({ kind: 'index', request }, [indexFor(question, outputs)])
    } catch (error) {
      channel.send({ kind: 'gone', request, why: error instanceof Error ? error.message : String(error) })
    }
  }
}

function indexFor(question: Exclude<ToPeer, { kind: 'fetch' }>, kept: KeptOutputs): Uint8Array {
  if (question.kind === 'index') return kept.index(question.output)
  const { outputs, partition } = question
  return outputIndex(
    outputs.map((output, position) => [position, blocksIn(kept.index(output), partition)] as const),
  )
}
