import { Error as errorsOnly, logger, parse, View } from 'vega'
import { compile, type TopLevelSpec } from 'vega-lite'

/** A chart as a picture. */
export function svgOf(chart: TopLevelSpec): Promise<string> {
  const { spec } = compile(
    { background: 'white', padding: 8, ...chart, config: { view: { stroke: null }, font: 'sans-serif' } },
    { logger: logger(errorsOnly) },
  )
  return new View(parse(spec), { renderer: 'none' }).toSVG()
}
