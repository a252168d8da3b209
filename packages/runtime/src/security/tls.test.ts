import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readTls } from './tls.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-tls-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('readTls()', () => {
  test('gives nothing where no file is named', () => expect(readTls({})).toBeUndefined())

  test.each([
    [{ mutual: true }],
    [{ tlsCert: 'a.pem' }],
    [{ tlsKey: 'a.key' }],
    [{ tlsCert: 'a.pem', tlsKey: 'a.key', mutual: true }],
  ])('refuses %j, which is not all that is needed', (files) => {
    expect(() => readTls(files)).toThrow(expect.objectContaining({ code: 'ATOMIC2005' }) as Error)
  })

  test('refuses files that are not there, and files that hold no certificate', () => {
    const tlsCa = join(folder, 'ca.pem')
    const unusable = expect.objectContaining({ code: 'ATOMIC8009' }) as Error
    expect(() => readTls({ tlsCa })).toThrow(unusable)
    writeFileSync(tlsCa, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n')
    expect(() => readTls({ tlsCa })).toThrow(unusable)
  })
})
