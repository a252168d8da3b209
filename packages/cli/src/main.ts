import { outputTaken } from '@atomic-ts/runtime/internal'
import { build } from './build.ts'
import { certs } from './certs.ts'
import { helpText } from './help.ts'
import { printFailure } from './print-failure.ts'
import { run } from './run.ts'
import { version } from './version.ts'

const [command, ...rest] = process.argv.slice(2)

try {
  process.exitCode = await main()
} catch (error) {
  printFailure(error)
  // A context that the program has made and not stopped would keep the process.
  await outputTaken()
  process.exit(1)
}

async function main(): Promise<number> {
  switch (command) {
    case 'run':
      return run(rest)
    case 'build':
      return build(rest)
    case 'cluster': {
      const { cluster } = await import('./cluster.ts')
      return cluster(rest)
    }
    case 'worker': {
      const { worker } = await import('./worker.ts')
      return worker(rest)
    }
    case 'certs':
      return certs(rest)
    case '--version':
    case '-v':
      process.stdout.write(`${version()}\n`)
      return 0
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      process.stdout.write(helpText)
      return 0
    default:
      process.stderr.write(`atomic: there is no command ${command}.\n\n${helpText}`)
      return 2
  }
}
