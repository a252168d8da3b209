/** A context, seen from the end of its program. */
interface Running {
  stop(reason: string): Promise<void>
}

const running = new Set<Running>()

/**
 * Has a context stopped when its program has nothing left to do: what tasks wrote is still printed then, workers are let go,
 * and files are removed. Gives what ends that.
 */
export function stopAtEnd(context: Running): () => void {
  if (running.size === 0) process.on('beforeExit', stopAll)
  running.add(context)
  return () => {
    running.delete(context)
    if (running.size === 0) process.off('beforeExit', stopAll)
  }
}

function stopAll(): void {
  for (const context of running) void context.stop('the program has ended')
}
