import { createInterface } from 'node:readline'
import { execa } from 'execa'
import type { Player } from './contestant.ts'
import type { Round } from './serve.ts'

/** A program to start, with arguments and variables. */
export interface Command {
  readonly file: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

/**
 * Starts a process that speaks as `serve` does, and waits until its data is ready. The signal ends it.
 *
 * @throws Error when the process ends before it has answered, with what it wrote on standard error
 */
export async function startProcess(
  { file, args, env = {} }: Command,
  cancelSignal: AbortSignal,
): Promise<Player> {
  const child = execa(file, [...args], {
    env,
    cancelSignal,
    stdin: 'pipe',
    buffer: { stdout: false },
    reject: false,
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async (): Promise<unknown> => {
    for (;;) {
      const { done, value } = await lines.next()
      if (done) throw new Error(`its process ended early:\n${told((await child).stderr)}`)
      if (value.startsWith(mark)) return JSON.parse(value.slice(mark.length))
    }
  }
  await answer()
  return {
    pids: child.pid === undefined ? [] : [child.pid],
    async round() {
      child.stdin.write('run\n')
      return (await answer()) as Round
    },
    async stop() {
      child.stdin.end()
      await child
    },
  }
}

const mark = 'BENCH '

/** The end of what a process said, without the frames of Java, which are many and tell nothing. */
function told(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => !/^\s+at /.test(line))
  return lines.slice(-20).join('\n')
}
