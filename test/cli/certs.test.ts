import { X509Certificate, createPrivateKey } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execaNode } from 'execa'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const atomic = fileURLToPath(new URL('../../packages/atomic/bin/atomic.js', import.meta.url))

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-certs-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('atomic certs', () => {
  test('makes an authority, two certificates that it signed, and a secret, for this user alone', async () => {
    const made = join(folder, 'made')
    const { stdout } = await certs(made, '--hosts', 'worker-1.example,10.0.0.7', '--days', '30')
    expect(stdout).toContain('ca.pem, ca.key, server.pem, server.key, client.pem, client.key, secret')
    for (const name of readdirSync(made)) expect([name, mode(join(made, name))]).toEqual([name, 0o600])
    expect(mode(made)).toBe(0o700)
    const [ca, server, client] = ['ca', 'server', 'client'].map((name) => certificate(made, name))
    expect(ca?.ca).toBe(true)
    for (const each of [server, client]) {
      expect(each?.ca).toBe(false)
      expect(ca && each?.verify(ca.publicKey) && each.checkIssued(ca)).toBe(true)
      expect(Date.parse(each?.validTo ?? '') - Date.now()).toBeLessThanOrEqual(30 * 24 * 3600 * 1000)
      expect(each?.publicKey.asymmetricKeyDetails).toMatchObject({ namedCurve: 'prime256v1' })
    }
    for (const host of ['worker-1.example', 'localhost']) expect(server?.checkHost(host)).toBe(host)
    for (const ip of ['10.0.0.7', '127.0.0.1']) expect(server?.checkIP(ip)).toBe(ip)
    expect(server?.checkHost('worker-2.example')).toBeUndefined()
    for (const name of ['ca', 'server', 'client']) {
      const key = createPrivateKey(readFileSync(join(made, `${name}.key`)))
      expect(certificate(made, name).checkPrivateKey(key)).toBe(true)
    }
    expect(readFileSync(join(made, 'secret'), 'utf8')).toMatch(/^[\w-]{43}$/)
  })

  test('writes nothing over, and makes other keys each time', async () => {
    await certs(join(folder, 'a'))
    await certs(join(folder, 'b'))
    const files = ['a', 'b'].map((each) => readFileSync(join(folder, each, 'ca.key'), 'utf8'))
    expect(files[0]).not.toBe(files[1])
    const { exitCode, stderr } = await certs(join(folder, 'a'))
    expect([exitCode, stderr]).toEqual([1, expect.stringMatching(/^ATOMIC5003: The folder .*a is not empty/)])
    expect(readFileSync(join(folder, 'a', 'ca.key'), 'utf8')).toBe(files[0])
  })

  test.each([
    [[], 'atomic certs needs one folder'],
    [['a', 'b'], 'atomic certs needs one folder'],
    [['a', '--days', '0'], 'The flag --days is 0'],
    [['a', '--days', 'many'], 'The flag --days is many'],
    [['a', '--hosts', 'good,no good'], 'The flag --hosts names "no good"'],
    [['a', '--hosts', ''], 'The flag --hosts names ""'],
    [['a', '--force'], "Unknown option '--force'"],
  ])('%j is refused in a sentence, and makes nothing', async (args, text) => {
    const { exitCode, stderr } = await execaNode(atomic, ['certs', ...args], { reject: false, cwd: folder })
    expect(exitCode).toBe(1)
    expect(stderr).toContain(text)
    expect(readdirSync(folder)).toEqual([])
  })
})

function certs(...args: string[]) {
  return execaNode(atomic, ['certs', ...args], { reject: false })
}

function certificate(made: string, name: string): X509Certificate {
  return new X509Certificate(readFileSync(join(made, `${name}.pem`)))
}

function mode(path: string): number {
  return statSync(path).mode & 0o777
}
