import type { TopLevelSpec } from 'vega-lite'
import { median } from '../measure/median.ts'
import type { Results } from './results.ts'
import { svgOf } from './svg.ts'

/** The results as a picture: a small chart for each workload, a bar for each contestant, a line from best to worst round. */
export async function plot(results: Results): Promise<string> {
  const values = results.workloads.flatMap(({ name, measurements }) =>
    measurements
      .filter(({ rounds }) => rounds.length > 0)
      .map(({ contestant, rounds }) => ({
        workload: name,
        contestant: results.contestants[contestant]?.title ?? contestant,
        seconds: median(rounds) / 1000,
        label: label(median(rounds)),
        least: Math.min(...rounds) / 1000,
        most: Math.max(...rounds) / 1000,
      })),
  )
  const who = {
    field: 'contestant',
    type: 'nominal',
    sort: Object.values(results.contestants).map(({ title }) => title),
    title: null,
  } as const
  const chart: TopLevelSpec = {
    padding: { left: 8, top: 8, bottom: 8, right: 50 },
    title: { text: 'Seconds for each job: less is better', anchor: 'start', offset: 16 },
    data: { values },
    columns: 2,
    facet: {
      field: 'workload',
      type: 'nominal',
      sort: results.workloads.map(({ name }) => name),
      title: null,
      header: { labelFontWeight: 'bold', labelFontSize: 12, labelAnchor: 'start' },
    },
    spec: {
      width: 300,
      height: { step: 18 },
      encoding: { y: { ...who, axis: { domain: false, ticks: false } } },
      layer: [
        {
          mark: { type: 'bar', height: 12 },
          encoding: {
            x: { field: 'seconds', type: 'quantitative', title: null, axis: { tickCount: 5 } },
            color: { ...who, legend: null, scale: { scheme: 'tableau10' } },
          },
        },
        {
          mark: { type: 'rule', strokeWidth: 1.5 },
          encoding: { x: { field: 'least', type: 'quantitative' }, x2: { field: 'most' } },
        },
        {
          mark: { type: 'text', align: 'left', dx: 5, fontSize: 10 },
          encoding: {
            x: { field: 'most', type: 'quantitative' },
            text: { field: 'label' },
          },
        },
      ],
    },
    resolve: { scale: { x: 'independent', y: 'independent' } },
  }
  return svgOf(chart)
}

function label(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`
}
