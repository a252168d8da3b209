import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Manifest } from '@atomic-ts/core/internal'
import type { Build } from '../compile.ts'
import { buildPaths, hashOf, recordName, type BuildRecord, type InputRecord } from './build-record.ts'
import { compilerVersion } from './compiler-version.ts'
import { writeWhole } from './write-whole.ts'

/** The last build of an entry, when it is whole and nothing that went into it has changed. */
export function findBuild(folder: string): Omit<Build, 'cached'> | undefined {
  try {
    const record = JSON.parse(readFileSync(join(folder, recordName), 'utf8')) as BuildRecord
    if (record.compiler !== compilerVersion() || record.absent.some((path) => existsSync(path)))
      return undefined
    const inputs = record.inputs.map((input) => unchanged(input, record.readAt))
    if (!inputs.every((each) => each !== undefined)) return undefined
    if (inputs.some((each, index) => each !== record.inputs[index])) {
      writeWhole(join(folder, recordName), JSON.stringify({ ...record, inputs, readAt: Date.now() }))
    }
    return readBuild(folder, record)
  } catch {
    // A missing or damaged cache is no error: the program is built again.
    return undefined
  }
}

/** The record itself when the file is as it was, a new one when only its time differs. */
function unchanged(input: InputRecord, readAt: number): InputRecord | undefined {
  const { size, mtimeMs } = statSync(input.path)
  if (size !== input.size) return undefined
  // A file changed in the same moment in which it was read may keep its time.
  const isSettled = mtimeMs < readAt - 50
  if (mtimeMs === input.mtime && isSettled) return input
  return hashOf(readFileSync(input.path)) === input.hash ? { ...input, mtime: mtimeMs } : undefined
}

function readBuild(
  folder: string,
  { key, outputs, hasMain, exports }: BuildRecord,
): Omit<Build, 'cached'> | undefined {
  const paths = buildPaths(folder, key)
  for (const [name, hash] of Object.entries(outputs)) {
    if (hashOf(readFileSync(join(folder, key, name))) !== hash) return undefined
  }
  const manifest = JSON.parse(readFileSync(paths.manifestPath, 'utf8')) as Manifest
  return { ...paths, manifest, hasMain, exports }
}
