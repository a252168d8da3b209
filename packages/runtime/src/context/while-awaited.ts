// In milliseconds: as long as a timer can be asked to wait.
const longest = 2 ** 31 - 1

/**
 * Does what somebody awaits. Idle threads and connections do not keep the process alive, so that a program ends when
 * nothing runs; until this is done, the process stays.
 */
export async function whileAwaited<T>(work: () => Promise<T>): Promise<T> {
  const hold = setInterval(() => undefined, longest)
  try {
    return await work()
  } finally {
    clearInterval(hold)
  }
}
