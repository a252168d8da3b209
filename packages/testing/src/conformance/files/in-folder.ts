import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What a program gives that has a folder of its own, which is gone afterwards. */
export async function inFolder<R>(body: (folder: string) => Promise<R>): Promise<R> {
  const folder = mkdtempSync(join(tmpdir(), 'atomic-conformance-'))
  try {
    return await body(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
