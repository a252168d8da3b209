import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Built } from '../build.ts'
import type { Build } from '../compile.ts'
import { buildPaths, hashOf, inputRecord, recordName, type BuildRecord } from './build-record.ts'
import { compilerVersion } from './compiler-version.ts'
import { storeError } from './store-error.ts'
import { sweepBuilds } from './sweep-builds.ts'
import { draftOf, writeWhole } from './write-whole.ts'

/** Writes a build into its entry's folder: first its files, all at once, then the record that makes it known. */
export function storeBuild(folder: string, built: Built): Omit<Build, 'cached'> {
  const { manifest, hasMain, exports, files } = built
  const record = makeRecord(built)
  try {
    writeFiles(join(folder, record.key), files)
    if (isStillTrue(record, built)) writeWhole(join(folder, recordName), JSON.stringify(record))
  } catch (error) {
    throw storeError(folder, error)
  }
  sweepBuilds(folder, record.key)
  return { ...buildPaths(folder, record.key), manifest, hasMain, exports }
}

function makeRecord({ files, hasMain, exports, inputs, absent, readAt }: Built): BuildRecord {
  const outputs = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, hashOf(text)]))
  const key = hashOf(JSON.stringify(outputs)).slice(0, 16)
  const records = inputs.filter((path) => existsSync(path)).map(inputRecord)
  return { compiler: compilerVersion(), key, hasMain, exports, inputs: records, absent, outputs, readAt }
}

/** A file that changed while the build read it belongs to the next build. */
function isStillTrue({ inputs }: BuildRecord, { texts, readAt }: Built): boolean {
  return inputs.every(({ path, hash, mtime }) => {
    const text = texts.get(path)
    // The clock that gives `readAt` has whole milliseconds.
    return text === undefined ? mtime < readAt + 1 : hash === hashOf(text) || hash === hashOf(`\uFEFF${text}`)
  })
}

/** Two runs may build the same program at once: each writes a draft of its own, and the last one stays. */
function writeFiles(target: string, files: Built['files']): void {
  const draft = draftOf(target)
  try {
    mkdirSync(draft, { recursive: true })
    for (const [name, text] of Object.entries(files)) writeFileSync(join(draft, name), text)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    throw error
  }
  try {
    renameSync(draft, target)
  } catch {
    // The folder exists: the same files, unless they are damaged.
    for (const name of Object.keys(files)) renameSync(join(draft, name), join(target, name))
    rmSync(draft, { recursive: true, force: true })
  }
}
