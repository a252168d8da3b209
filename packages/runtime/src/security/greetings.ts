import { count, flag, Misfit, variants, word, type Check } from '../wire/shape.ts'

/** What may connect, and be connected to. */
export type Role = 'driver' | 'worker'

/** What the two ends say before anything else, in this order. Each is a WebSocket message of text: JSON. */
export type Greeting = Hello | Challenge | Response | Welcome

/** Client: who it is. */
export interface Hello {
  readonly kind: 'hello'
  readonly protocol: number
  readonly role: Role
  readonly nonce: string
  readonly hasSecret: boolean
}

/** Server: prove that you know the secret. */
export interface Challenge {
  readonly kind: 'challenge'
  readonly role: Role
  readonly nonce: string
}

/** Client: the proof. */
export interface Response {
  readonly kind: 'response'
  readonly proof: string
}

/** Server: its own proof, unless there is no secret. Now the client may speak. */
export interface Welcome {
  readonly kind: 'welcome'
  readonly role: Role
  readonly proof: string
}

/** Bytes of the longest greeting. */
export const longestGreeting = 512

/** 32 bytes in base64url: a nonce or a proof. */
const bytes32: Check<string> = (value) => {
  if (typeof value === 'string' && /^[\w-]{43}$/.test(value)) return value
  throw new Misfit('32 bytes in base64url')
}

const role = word<Role>({ driver: 'driver', worker: 'worker' })

const checkGreeting = variants<Greeting>({
  hello: { protocol: count, role, nonce: bytes32, hasSecret: flag },
  challenge: { role, nonce: bytes32 },
  response: { proof: bytes32 },
  welcome: { role, proof: bytes32 },
})

/** @throws Error when the text is no greeting. */
export function readGreeting(text: string): Greeting {
  return checkGreeting(JSON.parse(text))
}
