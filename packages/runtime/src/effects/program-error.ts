import { existsSync } from 'node:fs'
import { AtomicError } from '@atomic-ts/core/internal'
import { errnoMeaning } from '../files/errno-meaning.ts'

/** How a program ended. */
export interface ProgramEnd {
  readonly failed: boolean
  readonly exitCode?: number | undefined
  readonly signal?: string | undefined
  /** The system's code when it could not start. */
  readonly code?: string | undefined
  readonly cause?: unknown
}

const commandLength = 200

/** The error for a program that did not end well: its command, how it ended, and what it said last. */
export function programError(
  command: readonly string[],
  cwd: string | undefined,
  end: ProgramEnd,
  stderr: string,
  timeout: number | undefined,
): AtomicError {
  const said = stderr === '' ? 'It wrote nothing to stderr.' : `The end of its stderr:\n${indented(stderr)}`
  const shown = show(command)
  if (timeout !== undefined) {
    const what = `The program ${shown} took longer than its timeout of ${timeout} ms. ${said}`
    return new AtomicError('ATOMIC6002', { what, fix: 'Raise the timeout, or use more partitions.' })
  }
  if (end.exitCode !== undefined) {
    return new AtomicError('ATOMIC6002', {
      what: `The program ${shown} ended with exit code ${end.exitCode}. ${said}`,
    })
  }
  if (end.signal !== undefined) {
    return new AtomicError('ATOMIC6002', {
      what: `The program ${shown} was ended by the signal ${end.signal}. ${said}`,
    })
  }
  return new AtomicError('ATOMIC6002', {
    ...cannotStart(shown, command[0] ?? '', cwd, end),
    cause: end.cause,
  })
}

function cannotStart(shown: string, file: string, cwd: string | undefined, { code, cause }: ProgramEnd) {
  if (cwd !== undefined && !existsSync(cwd)) {
    return {
      what: `The program ${shown} cannot start: there is no working directory ${cwd}.`,
      fix: 'Check the option cwd.',
    }
  }
  if (code === 'ENOENT') {
    return {
      what: `The program ${shown} cannot start: ${file} was not found.`,
      fix: 'Install it on the workers, name its whole path, or send it along with ctx.addFile.',
    }
  }
  const { meaning, fix } = errnoMeaning(cause)
  return { what: `The program ${shown} cannot start: ${meaning}.`, fix }
}

function show(command: readonly string[]): string {
  const text = command.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word))).join(' ')
  return `\`${text.length > commandLength ? `${text.slice(0, commandLength)}…` : text}\``
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '    ')
}
