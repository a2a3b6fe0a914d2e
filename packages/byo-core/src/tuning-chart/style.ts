/** What all rules begin with: a style in a picture that stands in a page counts for all of the page. */
export const chartClass = 'byo-tuning-chart'

const light = {
  ground: '#fff',
  ink: '#1f2328',
  quiet: '#59636e',
  grid: '#e6e9ed',
  trial: '#2f74c0',
  best: '#bc4c00',
  failed: '#8a6d75',
}
const dark = {
  ground: '#0d1117',
  ink: '#e6edf3',
  quiet: '#9da7b1',
  grid: '#262c34',
  trial: '#6cb6ff',
  best: '#ffa657',
  failed: '#b39aa2',
}

/** With a ground of its own, so that a picture on its own is readable whatever lies behind it. */
export const chartStyle: string = [
  rules(light),
  `@media (prefers-color-scheme: dark) {${rules(dark)}}`,
  rule('text', 'font-family: system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'),
  rule('.title', 'font-size: 15px; font-weight: 600'),
  rule('.note', 'font-size: 12px'),
  rule('.axis', 'font-size: 12px; font-weight: 600'),
  rule('.tick', 'font-size: 11px'),
  rule('.grid, .base', 'stroke-width: 1'),
  rule('.trial', 'fill-opacity: 0.65; stroke-width: 1'),
  rule('.so-far', 'fill: none; stroke-width: 2'),
  rule('.best', 'stroke-width: 1.5'),
  rule('.failed', 'fill: none; stroke-width: 1.5'),
].join('\n')

function rules(colours: typeof light): string {
  return [
    rule('.ground', `fill: ${colours.ground}`),
    rule('.title, .axis', `fill: ${colours.ink}`),
    rule('.note, .tick', `fill: ${colours.quiet}`),
    rule('.grid', `stroke: ${colours.grid}`),
    rule('.base', `stroke: ${colours.quiet}`),
    rule('.trial', `fill: ${colours.trial}; stroke: ${colours.ground}`),
    rule('.best', `fill: ${colours.best}; stroke: ${colours.ground}`),
    rule('.so-far', `stroke: ${colours.best}`),
    rule('.failed', `stroke: ${colours.failed}`),
  ].join('\n')
}

function rule(selectors: string, body: string): string {
  const own = selectors.split(', ').map((selector) => `.${chartClass} ${selector}`)
  return `${own.join(', ')} { ${body} }`
}
