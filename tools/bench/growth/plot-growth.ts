import { svgOf } from '../report/svg.ts'

/** How long a job took with some multiple of the data. */
export interface Point {
  readonly workload: string
  readonly slots: number
  readonly factor: number
  /** The median; NaN when it failed. */
  readonly seconds: number
}

/** A small chart for each workload and a line for each number of slots; both axes are logarithmic, so even growth is straight. */
export function plotGrowth(points: readonly Point[]): Promise<string> {
  const scale = { type: 'log', base: 2, nice: false } as const
  return svgOf({
    title: { text: 'Seconds by the size of the data', anchor: 'start', offset: 16 },
    data: { values: points.filter(({ seconds }) => seconds > 0) },
    columns: 2,
    facet: {
      field: 'workload',
      type: 'nominal',
      sort: null,
      title: null,
      header: { labelFontWeight: 'bold', labelFontSize: 12, labelAnchor: 'start' },
    },
    spec: {
      width: 260,
      height: 160,
      mark: { type: 'line', point: true },
      encoding: {
        x: {
          field: 'factor',
          type: 'quantitative',
          title: 'times the data',
          scale,
          axis: { values: [...new Set(points.map(({ factor }) => factor))] },
        },
        y: { field: 'seconds', type: 'quantitative', title: null, scale, axis: { tickCount: 6 } },
        color: { field: 'slots', type: 'nominal', title: 'slots' },
      },
    },
    resolve: { scale: { y: 'independent' } },
  })
}
