import { checkErrorRecord } from './check-error-record.ts'
import { programTableFields } from './check-program-table.ts'
import { checkToDriver } from './check-to-driver.ts'
import { checkToWorker } from './check-to-worker.ts'
import type { ProgramTable } from './program-table.ts'
import { parseAddress } from './address.ts'
import { requestSize } from './protocol.ts'
import type {
  DriverHello,
  FromExecutor,
  FromPeer,
  Hello,
  HelloAnswer,
  JoinAnswer,
  Piece,
  Refusal,
  ToExecutor,
  ToPeer,
  WireLoss,
} from './protocol.ts'
import {
  anything,
  count,
  flag,
  list,
  Misfit,
  number,
  orUndefined,
  shape,
  text,
  variants,
  word,
  type Check,
  type Fields,
} from './shape.ts'

const driverHello: Fields<Omit<DriverHello, 'kind'>> = {
  version: count,
  session: text,
  programs: list(shape<ProgramTable>(programTableFields)),
  silence: count,
}
const refusal: Fields<Omit<Refusal, 'kind'>> = { version: count, error: checkErrorRecord }

/** A place to dial. */
const address: Check<string> = (value) => {
  if (typeof value === 'string' && parseAddress(value)) return value
  throw new Misfit('host:port')
}

/** What is said first on a connection. @throws Misfit when it is something else, as all of these do */
export const checkHello: Check<Hello> = variants<Hello>({
  driver: driverHello,
  peer: { version: count, executor: text },
  join: { version: count, worker: text, driver: address },
})

export const checkJoinAnswer: Check<JoinAnswer> = variants<JoinAnswer>({
  driver: driverHello,
  refused: refusal,
})

export const checkHelloAnswer: Check<HelloAnswer> = variants<HelloAnswer>({
  welcome: { version: count, slots: count, executor: text, address: orUndefined(address) },
  connected: { version: count },
  refused: refusal,
})

const toExecutor = variants<ToExecutor>({
  slot: { slot: count, message: anything as Check<never> },
  again: { slot: count, of: word({ stage: 'stage', broadcast: 'broadcast' }), id: count },
  kill: { slot: count },
  peer: { worker: count, address, executor: text },
  gone: { worker: count },
  drop: { output: count },
  forgetSource: { node: count },
  folder: { name: text },
  file: { name: text, mode: count, from: count, isLast: flag },
  link: { name: text, target: text },
  leave: {},
  callBack: { address, executor: text },
  adopt: { from: count, outputs: list(count) },
  close: {},
})

/** @param blocks how many blocks ride beside the message */
export function checkToExecutor(value: unknown, blocks: number): ToExecutor {
  const checked = toExecutor(value)
  if (checked.kind === 'slot') checkToWorker(checked.message, blocks)
  return checked
}

export const checkFromExecutor: Check<FromExecutor> = variants<FromExecutor>({
  joined: { slot: count },
  slot: { slot: count, message: checkToDriver },
  lost: {
    slot: count,
    reason: variants<WireLoss>({
      memory: { limit: orUndefined(number) },
      exit: { code: number },
      error: { error: checkErrorRecord },
      killed: {},
    }),
    isLast: flag,
  },
  draining: {},
  leaving: { outputs: list(count) },
  adopted: { from: count, outputs: list(count) },
})

const toPeer = variants<ToPeer>({
  fetch: {
    request: count,
    pieces: list(shape<Piece>({ output: count, partition: count, block: count, from: count, size: count })),
  },
  sizes: { request: count, outputs: list(count), partition: count },
  index: { request: count, output: count },
})

export const checkToPeer: Check<ToPeer> = (value) => {
  const checked = toPeer(value)
  if (checked.kind !== 'fetch') return checked
  const isSmall = checked.pieces.reduce((sum, { size }) => sum + size, 0) <= requestSize
  if (isSmall && checked.pieces.every(({ size }) => size > 0)) return checked
  throw new Misfit(`bytes, and ${requestSize} of them at most`).under('pieces')
}

export const checkFromPeer: Check<FromPeer> = variants<FromPeer>({
  pieces: { request: count },
  index: { request: count },
  gone: { request: count, why: text },
})
