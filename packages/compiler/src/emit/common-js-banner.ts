import type { Output } from './output.ts'

/** Gives CommonJS code in a bundle the `require` that they call for Node's own modules. */
export function commonJsBanner(output: Output): Output {
  if (!/\b__require\b/.test(output.code)) return output
  const banner = `import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);\n`
  // A `#!` line stays the first one.
  const [head = ''] = /^#!.*\n/.exec(output.code) ?? []
  const map: { mappings: string } = JSON.parse(output.map) as { mappings: string }
  // One more line at the top; an empty group in the map stands for it.
  return {
    ...output,
    code: head + banner + output.code.slice(head.length),
    map: JSON.stringify({ ...map, mappings: `;${map.mappings}` }),
  }
}
