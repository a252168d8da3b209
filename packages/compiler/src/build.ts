import { join } from 'node:path'
import type { Manifest } from '@atomic-ts/core/internal'
import { findTasks } from './discover/find-tasks.ts'
import { BuildError } from './diagnostics/build-error.ts'
import { Report } from './diagnostics/report.ts'
import { announcementCode, withManifest } from './emit/announcement.ts'
import { bundleDriver } from './emit/driver-bundle.ts'
import { driverFiles } from './emit/driver-file.ts'
import { makeManifest } from './emit/manifest.ts'
import type { Output } from './emit/output.ts'
import { bundleTasks } from './emit/task-bundle.ts'
import { withIds } from './emit/task-table.ts'
import { checkIds } from './ids/check-ids.ts'
import { fingerprint } from './ids/fingerprint.ts'
import { taskIds } from './ids/task-ids.ts'
import { wholeHash } from './ids/whole-hash.ts'
import { Linker } from './link/linker.ts'
import { checkLinks } from './link/check-links.ts'
import { hasMain } from './program/has-main.ts'
import { loadProgram } from './program/load-program.ts'
import { reportImports } from './program/report-imports.ts'
import { reportSyntax } from './program/report-syntax.ts'
import type { UserProgram } from './program/user-program.ts'
import { planSlices } from './slice/slice-plan.ts'
import { sliceFile } from './slice/slice-file.ts'

/** What a build makes, before it is written. */
export interface Built {
  readonly manifest: Manifest
  /** By file name. */
  readonly files: Readonly<Record<string, string>>
  readonly hasMain: boolean
  readonly exports: readonly string[]
  /** Absolute paths of everything that was read. */
  readonly inputs: readonly string[]
  /** Files that would have changed the program if they had existed. */
  readonly absent: readonly string[]
  /** The user's files as the build read them. */
  readonly texts: ReadonlyMap<string, string>
  /** When reading began. */
  readonly readAt: number
}

/**
 * Builds a program: finds its tasks, checks what they take with them, and makes the driver module, the task bundle
 * and the manifest. `folder` is where the modules will stand: source maps are relative to it.
 * @throws BuildError with all the errors of the program
 */
export async function buildProgram(entry: string, folder: string): Promise<Built> {
  const readAt = Date.now()
  const program = loadProgram(entry)
  const report = new Report(program)
  reportSyntax(program, report)
  reportImports(program, report)
  throwFound(report)

  const linker = new Linker(program)
  const { tasks, sites } = findTasks({ program, linker, report })
  checkIds(tasks, report)
  checkLinks({ tasks, sites }, { program, linker, report })
  throwFound(report)

  const slices = new Map([...planSlices(tasks, linker)].map(([path, plan]) => [path, sliceFile(plan)]))
  const modules = driverFiles(program, { tasks, sites })
  const [driver, bundle] = await Promise.all([
    bundleDriver({ program, modules, announcement: announcementCode(), outfile: join(folder, 'driver.mjs') }),
    bundleTasks({ program, tasks, slices, outfile: join(folder, 'tasks.mjs') }),
  ])
  const ids = await taskIds(tasks, { program, linker, hashOf: wholeHash(bundle.metafile, program.root) })
  const manifest = makeManifest(
    { tasks, sites },
    { program, linker },
    { ids, fingerprint: fingerprint(ids, bundle.code, program.root) },
  )
  return {
    manifest,
    files: {
      'driver.mjs': withManifest(driver.code, manifest),
      'driver.mjs.map': driver.map,
      'tasks.mjs': withIds(bundle.code, ids),
      'tasks.mjs.map': bundle.map,
      'manifest.json': `${JSON.stringify(manifest, null, 2)}\n`,
    },
    hasMain: hasMain(program),
    exports: driver.exports,
    inputs: inputsOf(program, [driver, bundle]),
    absent: program.absent,
    texts: new Map([...program.files].map(([path, { text }]) => [path, text])),
    readAt,
  }
}

function throwFound(report: Report): void {
  const found = report.diagnostics()
  if (found.length > 0) throw new BuildError(found)
}

function inputsOf(program: UserProgram, outputs: readonly Output[]): readonly string[] {
  const bundled = outputs
    .flatMap(({ metafile }) => Object.keys(metafile.inputs))
    .filter((path) => !path.startsWith('atomic:'))
    .map((path) => join(program.root, path))
  return [...new Set([...program.files.keys(), ...program.otherInputs, ...bundled])]
}
