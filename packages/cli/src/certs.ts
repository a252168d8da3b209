import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { parseArgs, type ParseArgsConfig } from 'node:util'
import { AtomicError } from '@atomic-ts/core/internal'
import type { CertificateFiles } from './certificates.ts'

const options = {
  hosts: { type: 'string' },
  days: { type: 'string' },
} as const satisfies ParseArgsConfig['options']

const day = 24 * 3600 * 1000

/** Makes an authority for development, with certificates and a secret, in a folder. Gives the exit code. */
export async function certs(argv: readonly string[]): Promise<number> {
  const { folder, hosts, days } = readCommand(argv)
  checkEmpty(folder)
  const { certificateFiles, makeCertificates } = await import('./certificates.ts')
  // Clocks of other machines may be slow.
  const notBefore = new Date(Date.now() - day)
  const files = await makeCertificates({ hosts, notBefore, notAfter: new Date(Date.now() + days * day) })
  write(folder, certificateFiles, files)
  const flags = ['cert server.pem', 'key server.key', 'ca ca.pem'].map((flag) => {
    const [name = '', file = ''] = flag.split(' ')
    return `--tls-${name} ${join(folder, file)}`
  })
  process.stdout.write(
    `Written to ${folder}, for ${hosts.join(', ')}, good for ${days} days: ${certificateFiles.join(', ')}\n` +
      `  atomic worker --host ADDRESS ${flags.join(' ')} --mutual --secret-file ${join(folder, 'secret')}\n` +
      `  atomic run --workers LIST ${flags.join(' ').replaceAll('server.', 'client.')} --secret-file ${join(folder, 'secret')} FILE\n`,
  )
  return 0
}

function readCommand(argv: readonly string[]): { folder: string; hosts: string[]; days: number } {
  const { values, positionals } = parse(argv)
  const [folder, more] = positionals
  if (folder === undefined || more !== undefined) {
    throw refused('atomic certs needs one folder.', 'Usage: atomic certs DIR [--hosts a,b] [--days N]')
  }
  const days = Number(values.days ?? 365)
  if (!Number.isInteger(days) || days < 1 || days > 3650) {
    throw refused(`The flag --days is ${values.days}; it must be an integer from 1 to 3650.`)
  }
  const named = (values.hosts ?? hostname()).split(',').map((host) => host.trim())
  const wrong = named.find((host) => !/^[\w.:*-]+$/.test(host))
  if (wrong !== undefined) throw refused(`The flag --hosts names ${JSON.stringify(wrong)}, which is no host.`)
  return { folder, hosts: [...new Set(['localhost', '127.0.0.1', '::1', ...named])], days }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true })
  } catch (cause) {
    throw refused(
      cause instanceof Error ? cause.message : String(cause),
      'atomic --help lists the flags.',
      cause,
    )
  }
}

/** A key that is lost cannot be made again, so none is written over. */
function checkEmpty(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const [first] = readdirSync(folder)
  if (first === undefined) return
  throw new AtomicError('ATOMIC5003', {
    what: `The folder ${folder} is not empty: it holds ${first}.`,
    fix: 'Name another folder, or remove this one when nothing uses its files any more.',
  })
}

function write(folder: string, names: readonly (keyof CertificateFiles)[], files: CertificateFiles): void {
  for (const name of names) writeFileSync(join(folder, name), files[name], { mode: 0o600, flag: 'wx' })
}

function refused(what: string, fix?: string, cause?: unknown): AtomicError {
  return new AtomicError('ATOMIC2005', { what, ...(fix === undefined ? {} : { fix }), cause })
}
