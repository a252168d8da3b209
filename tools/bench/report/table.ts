import type { Measurement } from '../measure/entry.ts'
import { median } from '../measure/median.ts'
import type { Results, WorkloadResult } from './results.ts'

/** The results as Markdown: a table of times for each workload, with their spread, and what they are to the loop. */
export function table(results: Results): string {
  return [
    `On ${results.machine}. ${versions(results)}.`,
    '',
    '| workload | who | median | min..max | loop ÷ it | to first answer | peak memory |',
    '|---|---|---:|---:|---:|---:|---:|',
    ...results.workloads.flatMap((workload) => rows(workload, results)),
    ...(results.startUp === undefined
      ? []
      : [
          '',
          `From command to result for a program with next to nothing to do, built before: ${results.startUp.toFixed(0)} ms.`,
        ]),
  ].join('\n')
}

function versions({ contestants, slots }: Results): string {
  const all = Object.values(contestants).map(({ title, version }) => `${title}: ${version}`)
  return `${slots} slots each. ${all.join('; ')}`
}

function rows({ title, measurements }: WorkloadResult, { contestants }: Results): string[] {
  const loop = measurements.find(({ contestant }) => contestant === 'loop')
  return measurements.map((measurement, i) => {
    const name = contestants[measurement.contestant]?.title ?? measurement.contestant
    return `| ${[i === 0 ? title : '', name, ...cells(measurement, loop)].join(' | ')} |`
  })
}

function cells({ rounds, toFirstAnswer, peakMemory, note }: Measurement, loop?: Measurement): string[] {
  if (rounds.length === 0) return [`failed: ${firstLine(note)}`, '', '', '', '']
  const ratio = loop ? median(loop.rounds) / median(rounds) : NaN
  return [
    seconds(median(rounds)),
    `${seconds(Math.min(...rounds))}..${seconds(Math.max(...rounds))}${note === undefined ? '' : ' (once)'}`,
    Number.isNaN(ratio) ? '' : ratio.toFixed(2),
    seconds(toFirstAnswer),
    peakMemory === undefined ? '' : `${peakMemory.toFixed(0)} MB`,
  ]
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 100 ? 3 : 2)} s`
}

function firstLine(text = ''): string {
  return text.split('\n')[0]?.replaceAll('|', '\\|') ?? ''
}
