import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { execa } from 'execa'
import type { AnyFunction } from '@atomic-ts/core/internal'
import { currentAttempt } from '../task/attempt.ts'
import type { Effect } from './effect.ts'
import { feedProgram, type FeedOptions, type WriteRecord } from './feed-program.ts'
import { programError, type ProgramEnd } from './program-error.ts'
import { StderrTail } from './stderr-tail.ts'
import { TextLines, type TextEncoding } from './text-lines.ts'

/** The constants of a step that runs a program. */
interface PipeParams {
  readonly command: readonly string[]
  readonly separateWorkingDirectory: boolean
  readonly encoding: TextEncoding
  readonly stderr: 'forward' | 'drop'
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly timeout?: number
  readonly recordTask?: number
  readonly headerTask?: number
}

// A program that is asked to end has this long to do so, in milliseconds.
const endDelay = 500

/** Runs a program over a partition's records: lines in, lines out, both as they come. */
export function pipeProgram(tasks: readonly AnyFunction[], params: object): Effect {
  const options = params as PipeParams
  const feed: FeedOptions = {
    encoding: options.encoding,
    writeRecord: taskOf(tasks, options.recordTask) as WriteRecord | undefined,
    writeHeader: taskOf(tasks, options.headerTask) as FeedOptions['writeHeader'],
  }
  return async function* (records, signal) {
    signal.throwIfAborted()
    const folder = options.separateWorkingDirectory ? await workingFolder() : undefined
    try {
      yield* run(options, folder ?? options.cwd, feed, records, signal)
    } finally {
      if (folder) await rm(folder, { recursive: true, force: true })
    }
  }
}

async function* run(
  { command, env, encoding, stderr, timeout }: PipeParams,
  cwd: string | undefined,
  feed: FeedOptions,
  records: AsyncIterable<readonly unknown[]>,
  signal: AbortSignal,
): AsyncIterable<unknown[]> {
  const [file = '', ...args] = command
  const child = execa(file, args, {
    ...{ stdin: 'pipe', stdout: 'pipe', stderr: 'pipe', buffer: false, reject: false },
    ...{ forceKillAfterDelay: endDelay, stripFinalNewline: false },
    ...(env && { env }),
    ...(cwd !== undefined && { cwd }),
  })
  const tail = new StderrTail(child.stderr, stderr === 'forward')
  let why: 'cancelled' | 'timeout' | 'input' | 'output' | 'unread' | undefined
  const end = (reason: typeof why): void => {
    why ??= reason
    child.kill()
    // Its own children may hold these open when it is gone.
    child.stdout.destroy()
    child.stderr.destroy()
  }
  const cancel = (): void => end('cancelled')
  signal.addEventListener('abort', cancel, { once: true })
  const timer = timeout === undefined ? undefined : setTimeout(() => end('timeout'), timeout)
  const fed = feedProgram(child.stdin, records, feed).catch((thrown: unknown) => {
    end('input')
    return { thrown }
  })
  try {
    yield* linesOf(child.stdout, new TextLines(encoding, command), () => why !== undefined)
    const ended: ProgramEnd = await child
    const failure = await fed
    if (failure && why !== 'timeout') throw failure.thrown
    signal.throwIfAborted()
    if (ended.failed || why)
      throw programError(command, cwd, ended, tail.text, why === 'timeout' ? timeout : undefined)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', cancel)
    end('unread')
    await child
  }
}

/** The program's output, a chunk of lines at a time; ends when the program was ended on purpose. */
async function* linesOf(
  stdout: Readable,
  lines: TextLines,
  isEnded: () => boolean,
): AsyncIterable<unknown[]> {
  try {
    for await (const bytes of stdout) {
      const whole = lines.take(bytes as Buffer)
      if (whole.length > 0) yield whole
    }
  } catch (error) {
    if (isEnded()) return
    throw error
  }
  const rest = isEnded() ? [] : lines.rest()
  if (rest.length > 0) yield rest
}

/** A new folder with links to the files that were sent along. */
async function workingFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'atomic-pipe-'))
  const files = currentAttempt()?.parts.files
  for (const name of files === undefined ? [] : await namesIn(files)) {
    await symlink(join(files ?? '', name), join(folder, name))
  }
  return folder
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch {
    return []
  }
}

function taskOf(tasks: readonly AnyFunction[], index: number | undefined): AnyFunction | undefined {
  return index === undefined ? undefined : tasks[index]
}
