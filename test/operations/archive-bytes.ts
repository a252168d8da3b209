import { buffer } from 'node:stream/consumers'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { pack, type Header } from 'tar-stream'

/** What an archive is made of; a text is a file. */
export type Entries = Readonly<Record<string, string | Partial<Omit<Header, 'name'>>>>

export async function tarOf(entries: Entries): Promise<Buffer> {
  const archive = pack()
  for (const [name, entry] of Object.entries(entries)) {
    if (typeof entry === 'string') archive.entry({ name, mode: 0o640 }, entry)
    else archive.entry({ name, ...entry })
  }
  archive.finalize()
  return buffer(archive)
}

export async function tgzOf(entries: Entries): Promise<Buffer> {
  return gzipSync(await tarOf(entries))
}

const unixModes = { file: 0o100640, directory: 0o040755, symlink: 0o120777, fifo: 0o010644 }

/** A zip archive, deflated, as Unix programs make it: also one with names that none of them would write. */
export function zipOf(entries: Entries, options: { readonly encrypted?: boolean } = {}): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, entry] of Object.entries(entries)) {
    const { type = 'file', linkname = '' } = typeof entry === 'string' ? {} : entry
    const name = Buffer.from(path)
    const data = Buffer.from(typeof entry === 'string' ? entry : linkname)
    const packed = deflateRawSync(data)
    // From the version that is needed to the lengths of name and extra field: the same in both headers.
    const shared = Buffer.alloc(26)
    shared.writeUInt16LE(20, 0)
    shared.writeUInt16LE(options.encrypted ? 0x801 : 0x800, 2)
    shared.writeUInt16LE(8, 4)
    shared.writeUInt32LE(crc32(data), 10)
    shared.writeUInt32LE(packed.length, 14)
    shared.writeUInt32LE(data.length, 18)
    shared.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, name, packed])
    const attributes = Buffer.alloc(14)
    attributes.writeUInt32LE((unixModes[type as keyof typeof unixModes] << 16) >>> 0, 6)
    attributes.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 3]), shared, attributes, name]))
    bodies.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, central, end])
}
