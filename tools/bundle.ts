import { rmSync } from 'node:fs'
import { build } from 'esbuild'

/**
 * Bundles the packages that every driver and every thread loads: a few files instead of two hundred, which takes Node a
 * third of the time to load. One copy of each module stays one copy: what several doors of a package need is in chunks that
 * they share, and packages import each other from outside. No source maps: Node would read them at every start.
 */
const doors: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  core: { index: 'index.ts', internal: 'internal.ts' },
  runtime: {
    index: 'index.ts',
    internal: 'internal.ts',
    'thread-main': 'transport/threads/thread-main.ts',
    's3-finder': 'files/s3/s3-finder.ts',
    'executor-process': 'worker/executor-process.ts',
    'local-worker': 'worker/local-worker.ts',
  },
}

for (const [name, entries] of Object.entries(doors)) {
  const folder = `packages/${name}`
  const outdir = `${folder}/dist/bundle`
  rmSync(outdir, { recursive: true, force: true })
  await build({
    entryPoints: Object.fromEntries(
      Object.entries(entries).map(([out, file]) => [out, `${folder}/src/${file}`]),
    ),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  })
}
