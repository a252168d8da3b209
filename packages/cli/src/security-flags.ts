import type { SecurityOptions } from '@atomic-ts/runtime'

/** Flags that name what protects the connections between drivers and workers. */
export const securityFlags = {
  'secret-file': { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'tls-ca': { type: 'string' },
  mutual: { type: 'boolean' },
} as const

/** Those that were given. A secret itself is no flag: other users of a machine see command lines. */
export function securityOf(
  values: {
    readonly [K in Exclude<keyof typeof securityFlags, 'mutual'>]?: string | undefined
  } & { readonly mutual?: boolean | undefined },
): SecurityOptions {
  const options = {
    secretFile: values['secret-file'],
    tlsCert: values['tls-cert'],
    tlsKey: values['tls-key'],
    tlsCa: values['tls-ca'],
    mutual: values.mutual,
  }
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
