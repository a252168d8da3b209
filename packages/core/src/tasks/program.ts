import type { Manifest } from './manifest.ts'

/** A built program that this process runs. */
export interface Program {
  readonly manifest: Manifest
  /** `file:` URL of the task bundle. */
  readonly bundle: string
}

const programs = Symbol.for('@atomic-ts/programs')

/** Announces a built program; the emitted driver module calls it before any of the user's code runs. */
export function registerProgram(program: Program): void {
  if (!registeredPrograms().some(({ bundle }) => bundle === program.bundle)) table().push(program)
}

/** Every program announced in this process, in order. */
export function registeredPrograms(): readonly Program[] {
  return table()
}

function table(): Program[] {
  const scope = globalThis as { [programs]?: Program[] }
  return (scope[programs] ??= [])
}
