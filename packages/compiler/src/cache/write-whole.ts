import { renameSync, writeFileSync } from 'node:fs'

/** Writes a file so that another process sees the old one or the new one, never a part. */
export function writeWhole(path: string, content: string): void {
  const draft = `${path}.${process.pid}.${Date.now().toString(36)}.tmp`
  writeFileSync(draft, content)
  renameSync(draft, path)
}
