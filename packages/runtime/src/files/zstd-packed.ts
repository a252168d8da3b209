import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Zstd } from '@hpcc-js/wasm-zstd'
import type { PartSink } from './output.ts'

// What is packed at a time: the packer copies it to its own memory.
const pieceBytes = 1 << 20

/** A part that packs what it is given with zstd, as one frame. */
export async function zstdPacked(part: PartSink): Promise<PartSink> {
  const packer = idle.pop() ?? (await newPacker())
  packer.reset()
  let isOpen = true
  return {
    write(bytes) {
      for (let at = 0; at < bytes.length; at += pieceBytes)
        hand(packer.compressChunk(bytes.subarray(at, at + pieceBytes)))
    },
    ready: () => part.ready(),
    async commit() {
      hand(packer.compressEnd())
      release()
      await part.ready()
      return part.commit()
    },
    abandon() {
      release()
      return part.abandon()
    },
  }

  function hand(bytes: Uint8Array): void {
    if (bytes.length > 0) part.write(bytes)
  }

  function release(): void {
    if (isOpen) idle.push(packer)
    isOpen = false
  }
}

// The package packs one stream at a time, so each that is under way in this thread has an instance of its own.
const idle: Zstd[] = []
let instances = 0

async function newPacker(): Promise<Zstd> {
  const file = createRequire(import.meta.url).resolve('@hpcc-js/wasm-zstd')
  const url = `${pathToFileURL(file).href}?instance=${instances++}`
  const loaded = (await import(url)) as { readonly Zstd: typeof Zstd }
  return loaded.Zstd.load()
}
