import { closeSync, existsSync, openSync, renameSync, writeSync } from 'node:fs'

/** Writes a file of lines without ever holding all of them; one that is there already stays. Gives its path. */
export function writeLines(path: string, count: number, line: (index: number) => string): string {
  if (existsSync(path)) return path
  const unfinished = `${path}.unfinished`
  const file = openSync(unfinished, 'w')
  try {
    for (let from = 0; from < count; from += chunk) {
      const to = Math.min(count, from + chunk)
      let text = ''
      for (let i = from; i < to; i++) text += `${line(i)}\n`
      writeSync(file, text)
    }
  } finally {
    closeSync(file)
  }
  renameSync(unfinished, path)
  return path
}

const chunk = 10_000
