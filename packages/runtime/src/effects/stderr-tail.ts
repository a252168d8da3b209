import type { Readable } from 'node:stream'

const keptLines = 20
const keptLength = 4096

/** Reads a program's stderr: keeps its last lines for an error, and passes whole lines on when it should. */
export class StderrTail {
  #last: string[] = []
  #held = ''

  constructor(stderr: Readable, forwards: boolean) {
    stderr.setEncoding('utf8')
    stderr.on('data', (text: string) => {
      const lines = (this.#held + text).split('\n')
      this.#held = lines.pop() ?? ''
      // A line without an end must not fill the memory.
      if (this.#held.length > keptLength) {
        lines.push(this.#held)
        this.#held = ''
      }
      if (lines.length === 0) return
      if (forwards) process.stderr.write(`${lines.join('\n')}\n`)
      this.#last = [...this.#last, ...lines].slice(-keptLines)
    })
    stderr.on('end', () => {
      if (forwards && this.#held) process.stderr.write(`${this.#held}\n`)
    })
    // What cannot be read any more is not missed: the program's end decides.
    stderr.on('error', () => undefined)
  }

  /** Its last lines. */
  get text(): string {
    const lines = this.#held ? [...this.#last, this.#held] : this.#last
    return lines.join('\n').trimEnd().slice(-keptLength)
  }
}
