import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Contestant, Found } from './contestant.ts'
import { peers } from './paths.ts'
import { startProcess } from './start-process.ts'

const jars = join(peers, 'spark-jars')
const classes = join(peers, 'spark-classes')

/** Spark's RDDs from Scala, compiled ahead. */
export const spark: Contestant = {
  name: 'spark',
  title: 'Spark RDDs, Scala',
  find: findSpark,
  knows: () => true,
  start: (problem, signal) =>
    startProcess(
      {
        file: 'java',
        args: [
          `-Xmx${problem.memory ?? 8192}m`,
          ...opened.flatMap((name) => ['--add-opens', `java.base/${name}=ALL-UNNAMED`]),
          '-cp',
          `${classes}:${join(jars, '*')}`,
          'bench.Main',
          JSON.stringify(problem),
        ],
        env: { SPARK_LOCAL_HOSTNAME: 'localhost' },
      },
      signal,
    ),
}

function findSpark(): Found {
  if (!existsSync(classes)) return { absent: 'not installed; tools/peers/install.sh does it' }
  const core = readdirSync(jars).find((name) => name.startsWith('spark-core_'))
  return { version: /-([\d.]+)\.jar$/.exec(core ?? '')?.[1] ?? 'unknown' }
}

// What Spark's own launcher opens to itself on Java 17.
const opened = [
  'java.lang',
  'java.lang.invoke',
  'java.lang.reflect',
  'java.io',
  'java.net',
  'java.nio',
  'java.util',
  'java.util.concurrent',
  'java.util.concurrent.atomic',
  'sun.nio.ch',
  'sun.nio.cs',
  'sun.security.action',
  'sun.util.calendar',
]
