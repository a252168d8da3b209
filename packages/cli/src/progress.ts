import { SingleBar } from 'cli-progress'
import type { JobEvent } from '@atomic-ts/core/internal'
import type { Context } from '@atomic-ts/runtime'

/** Shows the running stage as a bar on standard error. Gives what ends it. */
export function showProgress(ctx: Context): () => void {
  const bar = new SingleBar({
    format: '{name} [{bar}] {value}/{total} tasks, {duration_formatted}',
    barCompleteChar: '━',
    barIncompleteChar: ' ',
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    stream: process.stderr,
    gracefulExit: false,
  })
  let shown: string | undefined
  const stop = ctx.listen(onEvent)
  return () => {
    stop()
    hide()
  }

  function onEvent(event: JobEvent): void {
    switch (event.kind) {
      case 'stageStarted':
        hide()
        shown = `${event.job}.${event.stage}`
        return bar.start(event.tasks, 0, { name: event.name })
      case 'taskFinished':
        if (shown === `${event.job}.${event.stage}`) bar.increment()
        return
      case 'jobFinished':
        return hide()
      default:
        return
    }
  }

  function hide(): void {
    if (shown !== undefined) bar.stop()
    shown = undefined
  }
}
