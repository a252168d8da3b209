import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Example } from './operation.ts'

/**
 * The blocks of TypeScript in documents: whole programs, which export `main`, and fragments, which are examples as those
 * of doc comments are.
 */
export function markdownBlocks(root: string, files: readonly string[]): readonly Example[] {
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), 'utf8')
    return [...text.matchAll(/^```ts\n([^]*?)^```/gm)].map((block, i) => {
      const line = text.slice(0, block.index).split('\n').length + 1
      return { name: `${file} (${i + 1})`, file, line, code: block[1] ?? '' }
    })
  })
}
