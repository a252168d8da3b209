import type { Envelope } from '../transport/transport.ts'
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

  async function answer({ request, pieces }: ToPeer): Promise<void> {
    try {
      const blocks = await Promise.all(pieces.map((piece) => outputs.read(piece)))
      channel.send({ kind: 'pieces', request }, blocks)
    } catch (error) {
      channel.send({ kind: 'gone', request, why: error instanceof Error ? error.message : String(error) })
    }
  }
}
