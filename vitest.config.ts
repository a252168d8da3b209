import { defineConfig } from 'vitest/config'

/** Tests beside the sources import sources; everything that crosses packages runs what ships, from dist. */
export default defineConfig({
  test: {
    include: ['packages/*/src/**/*.test.ts', 'test/**/*.test.ts'],
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // A busy machine takes its time to start a thread.
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    // Half of their time tests wait: for processes, sockets and disks.
    maxWorkers: '100%',
  },
})
