import type { Accuracy } from '../accuracy.ts'
import { type Point, scatterPlot } from './scatter-plot.ts'

/** What the report tells. */
export interface Report {
  readonly target: string
  readonly degree: string
  readonly points: readonly Point[]
  readonly accuracy: Accuracy
  /** Generalised cross-validation of the fitted model. */
  readonly gcv: number
  readonly terms: readonly { readonly name: string; readonly coefficient: number }[]
  /** Facts of the run, such as the names of the training job and the endpoint. */
  readonly facts: Readonly<Record<string, string>>
}

/** One page that opens with no network: the picture, the figures, the model's terms. */
export function reportPage(report: Report): string {
  const { target, degree, points, accuracy, gcv, terms, facts } = report
  const figures = {
    'rows predicted': String(points.length),
    RMSE: accuracy.rmse.toFixed(4),
    'R²': accuracy.rSquared.toFixed(4),
    GCV: gcv.toFixed(5),
    'terms of the model': String(terms.length),
  }
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(target)}: actual against predicted</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(target)}: actual against predicted</h1>
<p>A MARS model of degree ${escapeHtml(degree)}, trained by a SageMaker training job, and asked through a SageMaker endpoint for the rows it was trained on.</p>
<dl class="figures">${definitions(figures)}</dl>
${scatterPlot(points, target)}
<h2>The model</h2>
<table>
<thead><tr><th>term</th><th>coefficient</th></tr></thead>
<tbody>${terms.map(termRow).join('\n')}</tbody>
</table>
<h2>The run</h2>
<dl class="facts">${definitions(facts)}</dl>
</main>
</body>
</html>
`
}

function termRow({ name, coefficient }: { name: string; coefficient: number }): string {
  return `<tr><td><code>${escapeHtml(name)}</code></td><td>${coefficient.toPrecision(7)}</td></tr>`
}

function definitions(entries: Readonly<Record<string, string>>): string {
  return Object.entries(entries)
    .map(([name, value]) => `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`)
    .join('\n')
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 720px; margin: 3rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.2; margin-bottom: .5rem; }
h2 { font-size: 1.2rem; margin-top: 2.5rem; }
figure { margin: 1rem 0; }
figure > svg, figure > div > svg { max-width: 100%; height: auto; }
.figures { display: flex; flex-wrap: wrap; gap: 2rem; }
.figures dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
dt { color: color-mix(in srgb, currentColor 65%, transparent); font-size: .85rem; }
.facts dd { margin: 0 0 .6rem; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem 1rem .35rem 0; border-bottom: 1px solid #8884; }
th:last-child, td:last-child { text-align: right; padding-right: 0; font-variant-numeric: tabular-nums; }
`
