import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { requireAuthentication } from './require-authentication.ts'
import { readSecret } from './secret.ts'

const long = 'a secret of some length'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-secret-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('requireAuthentication()', () => {
  test.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1', 'localhost'])(
    'lets anybody of this machine in at %s',
    (host) => expect(() => requireAuthentication(host, {})).not.toThrow(),
  )

  test.each(['0.0.0.0', '::', '', '192.168.1.7', '10.0.0.1', 'fe80::1', 'worker-1', 'localhost.example.org'])(
    'refuses %j without authentication',
    (host) => {
      const refused = expect.objectContaining({ code: 'ATOMIC8002' }) as Error
      expect(() => requireAuthentication(host, {})).toThrow(refused)
      expect(() => requireAuthentication(host, { tls: { mutual: false } })).toThrow(refused)
      expect(() => requireAuthentication(host, { tls: { mutual: true } })).not.toThrow()
      expect(() => requireAuthentication(host, { secret: readSecret({ secret: long }) })).not.toThrow()
    },
  )
})

describe('readSecret()', () => {
  test('takes the option, then the file, then the environment', () => {
    const secretFile = join(folder, 'secret')
    writeFileSync(secretFile, `${long} of the file\n`)
    const env = { ATOMIC_SECRET: `${long} of the environment` }
    expect(shown({ secret: long, secretFile, env })).toBe(long)
    expect(shown({ secretFile, env })).toBe(`${long} of the file`)
    expect(shown({ env })).toBe(`${long} of the environment`)
    expect(readSecret({ env: {} })).toBeUndefined()
  })

  test('gives what no log shows', () => {
    const secret = readSecret({ secret: long })
    expect([inspect(secret, { depth: 9, showHidden: true }), JSON.stringify(secret)].join()).not.toContain(
      'length',
    )
  })

  test.each([
    ['', 'of 0 characters'],
    ['short', 'of 5 characters'],
    [`\n${' '.repeat(40)}`, 'of 0 characters'],
  ])('refuses %j', (text, what) => {
    const secretFile = join(folder, 'secret')
    writeFileSync(secretFile, text)
    expect(() => readSecret({ secret: text })).toThrow(what)
    expect(() => readSecret({ secretFile })).toThrow(what)
    expect(() => readSecret({ env: { ATOMIC_SECRET: text } })).toThrow(what)
  })

  test('refuses a file that is not there', () => {
    const refused = expect.objectContaining({ code: 'ATOMIC8003' }) as Error
    expect(() => readSecret({ secretFile: join(folder, 'nowhere') })).toThrow(refused)
  })
})

function shown(sources: Parameters<typeof readSecret>[0]): string | undefined {
  return readSecret(sources)?.export().toString()
}
