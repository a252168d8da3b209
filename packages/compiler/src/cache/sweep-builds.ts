import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Removes builds of an entry that no job can still be running: all but the newest few, when they are old. */
export function sweepBuilds(folder: string, keep: string): void {
  const builds = readdirSync(folder, { withFileTypes: true })
    .filter((each) => each.isDirectory() && each.name !== keep)
    .map(({ name }) => ({ path: join(folder, name), time: statSync(join(folder, name)).mtimeMs }))
    .toSorted((a, b) => b.time - a.time)
  for (const { path, time } of builds.slice(newest)) {
    if (time < Date.now() - hour) rmSync(path, { recursive: true, force: true })
  }
}

const newest = 2
const hour = 3_600_000
