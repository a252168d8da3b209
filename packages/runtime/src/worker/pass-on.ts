import type { Readable, Writable } from 'node:stream'

// Milliseconds.
const span = 60_000
/** Bytes of a line that is waited for until it is whole. */
const longestLine = 64 << 10
/** Bytes that count as a line, so that long ones count, too. */
const lineBytes = 1 << 10

/**
 * Passes on what a process writes, line by line, and no more than so many lines a minute; then says how many were left out.
 * @param lines a minute; each KB of a longer one counts
 */
export function passOn(from: Readable, to: Writable, lines: number): void {
  let left = lines
  let omitted = 0
  let rest: Buffer = Buffer.alloc(0)
  let timer: NodeJS.Timeout | undefined
  from.on('data', (chunk: Buffer) => {
    const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const end = all.length > longestLine ? all.length : all.lastIndexOf(newline) + 1
    rest = all.subarray(end)
    if (end > 0) pass(all.subarray(0, end))
  })
  from.once('close', () => {
    if (rest.length > 0) pass(Buffer.concat([rest, Buffer.from('\n')]))
    turn()
  })

  function pass(bytes: Buffer): void {
    timer ??= setTimeout(turn, span).unref()
    let at = 0
    while (at < bytes.length && left > 0) {
      const end = lineEnd(bytes, at)
      left -= Math.ceil((end - at) / lineBytes)
      at = end
    }
    if (at > 0) to.write(bytes.subarray(0, at))
    for (; at < bytes.length; at = lineEnd(bytes, at)) omitted++
  }

  /** Begins another minute. */
  function turn(): void {
    clearTimeout(timer)
    timer = undefined
    left = lines
    if (omitted > 0) to.write(`atomic: ${omitted} more lines of tasks are left out (--log-lines ${lines})\n`)
    omitted = 0
  }
}

const newline = 10

function lineEnd(bytes: Buffer, from: number): number {
  const at = bytes.indexOf(newline, from)
  return at < 0 ? bytes.length : at + 1
}
