import { AtomicError } from '../errors/atomic-error.ts'
import { callSite } from './call-site.ts'
import { check, longestTimer, milliseconds } from './call-options.ts'

/** How `pipe` runs its program. */
export interface PipeOptions<T> {
  /** Variables to add to the environment, over those of the worker. */
  readonly env?: Readonly<Record<string, string>>
  /** The program's working directory; by default the worker's. */
  readonly cwd?: string
  /**
   * Whether each run has a new working directory of its own, with links to the files of `addFile`, which is removed
   * afterwards; false by default.
   */
  readonly separateWorkingDirectory?: boolean
  /** How text becomes bytes in both directions; `utf8` by default. */
  readonly encoding?: 'utf8' | 'latin1' | 'utf16le'
  /** Milliseconds that the program may run for one partition; no limit by default. */
  readonly timeout?: number
  /**
   * What becomes of the program's stderr, of which an error shows the last lines in any case: `forward` passes its lines
   * on to that of the driver, as by default, and `drop` does not.
   */
  readonly stderr?: 'forward' | 'drop'
  /** Writes lines before those of the first record. */
  readonly writeHeader?: (write: (line: string) => void) => void
  /** Writes the lines of a record, any number of them; by default one, as `saveAsTextFile` writes it. */
  readonly writeRecord?: (record: T, write: (line: string) => void) => void
}

/** The program and its options as constants of a step; its functions are not among them. */
export function pipeParams(
  command: string | readonly string[],
  options: Omit<PipeOptions<never>, 'writeHeader' | 'writeRecord'>,
): Readonly<Record<string, unknown>> {
  const {
    env,
    cwd,
    separateWorkingDirectory = false,
    encoding = 'utf8',
    timeout,
    stderr = 'forward',
  } = options
  const words =
    typeof command === 'string' ? command.split(/\s+/).filter((word) => word !== '') : [...command]
  if (!words[0] || words.some((word) => typeof word !== 'string')) {
    throw new AtomicError('ATOMIC2002', {
      what: `pipe: the command ${JSON.stringify(command)} names no program.`,
      at: callSite(),
      fix: "Pass the program and its arguments, such as ['sort', '-u'].",
    })
  }
  check('pipe', 'encoding', encoding, encodings.includes(encoding), `one of ${encodings.join(', ')}`)
  check('pipe', 'stderr', stderr, stderr === 'forward' || stderr === 'drop', "'forward' or 'drop'")
  const isDelay = timeout === undefined || (timeout > 0 && timeout <= longestTimer)
  check('pipe', 'timeout', timeout, isDelay, milliseconds)
  const params = { command: words, separateWorkingDirectory, encoding, stderr }
  return {
    ...params,
    ...(env && { env: { ...env } }),
    ...(cwd !== undefined && { cwd }),
    ...(timeout !== undefined && { timeout }),
  }
}

const encodings: readonly string[] = ['utf8', 'latin1', 'utf16le']
