import type { Contestant } from './contestant.ts'
import { here } from './paths.ts'
import { findPackage, python } from './python.ts'
import { startProcess } from './start-process.ts'

/** Spark's RDDs from Python. */
export const pyspark: Contestant = {
  name: 'pyspark',
  title: 'PySpark RDDs',
  find: () => findPackage('pyspark'),
  knows: () => true,
  start: (problem, signal) =>
    startProcess(
      {
        file: python,
        args: [here('pyspark/main.py'), JSON.stringify(problem)],
        env: {
          PYTHONPATH: `${here('python')}:${here('pyspark')}`,
          PYSPARK_PYTHON: python,
          PYSPARK_DRIVER_PYTHON: python,
          SPARK_LOCAL_HOSTNAME: 'localhost',
        },
      },
      signal,
    ),
}
