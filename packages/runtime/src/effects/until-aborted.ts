/**
 * What a promise gives, unless the signal aborts first: code of the user's may wait for ever.
 * @throws the signal's reason
 */
export async function untilAborted<T>(work: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const listening = new AbortController()
  try {
    return await Promise.race([work, aborted(signal, listening.signal)])
  } finally {
    listening.abort()
  }
}

function aborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const fail = (): void => reject(signal.reason as Error)
    signal.addEventListener('abort', fail, { once: true, signal: over })
  })
}
