import { parseArgs, type ParseArgsConfig } from 'node:util'
import { AtomicError } from '@atomic-ts/core/internal'

type Known = NonNullable<ParseArgsConfig['options']>
type Parsed<O extends Known> = ReturnType<typeof parseArgs<{ args: string[]; options: O }>>

/** Reads flags that are known, and nothing else. */
export function parseFlags<O extends Known>(args: readonly string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args: [...args], options })
  } catch (cause) {
    const what = cause instanceof Error ? cause.message : String(cause)
    throw new AtomicError('ATOMIC2005', { what, fix: 'atomic --help lists the flags.', cause })
  }
}
