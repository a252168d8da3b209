/** Bytes of the largest message by default. */
const largestMessage: number = 64 << 20

/** What every WebSocket of ours is made with: no compression, by which a few bytes could become very many. */
export function webSocketLimits(maxPayload: number = largestMessage): {
  readonly perMessageDeflate: false
  readonly maxPayload: number
} {
  return { perMessageDeflate: false, maxPayload }
}
