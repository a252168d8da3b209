import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'

/** Writes a file so that another process sees the old one or the new one, never a part. */
export function writeWhole(path: string, content: string): void {
  const draft = draftOf(path)
  try {
    writeFileSync(draft, content)
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** A name beside a path that no other run uses. */
export function draftOf(path: string): string {
  return `${path}.${randomUUID()}.tmp`
}
