import { isList, isMap, type Value } from '../model/value.ts';
import type { ValuePlot } from './plot.ts';
import { barChart } from './svg/bar-chart.ts';
import { lineChart } from './svg/line-chart.ts';
import { matrixChart } from './svg/matrix-chart.ts';
import { seriesOf, textOf } from './svg/series.ts';
import { escaped } from './svg/text.ts';

/** A plot of values with its filled template. */
export interface DrawnPlot {
  readonly plot: ValuePlot;
  /** Name of the built-in template; undefined: one of the project's own. */
  readonly builtIn: string | undefined;
  readonly spec: Value;
  /** Path of the file with the Vega-Lite of the plot, from the page. */
  readonly specPath: string;
}

/** A picture that a stage made, once for each revision. */
export interface ShownPicture {
  readonly name: string;
  readonly pictures: readonly { readonly revision: string; readonly source: string }[];
}

/** Rows of a table of values that a page shows at most. */
const ROWS = 500;

const STYLE = `
:root { color-scheme: light dark; --c0: #945dd6; --c1: #13adc7; --c2: #f46837; --c3: #48bb78; --c4: #4299e1; --c5: #ed8936; --c6: #f56565; }
body { font: 14px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
main { display: flex; flex-wrap: wrap; gap: 2rem; }
section { max-width: 100%; } h2 { font-size: 1rem; margin: 0 0 .5rem; }
figure { margin: 0; overflow-x: auto; } img { border: 1px solid #8886; max-width: 100%; }
svg text { fill: currentColor; font-size: 11px; } svg .name { font-size: 12px; font-weight: 600; }
.grid { stroke: currentColor; stroke-opacity: .15; } .line { fill: none; stroke-width: 1.75; }
.cell { fill: #945dd6; } svg .count.light { fill: #fff; }
.c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); } .c3 { --c: var(--c3); } .c4 { --c: var(--c4); } .c5 { --c: var(--c5); } .c6 { --c: var(--c6); }
.line { stroke: var(--c); } .point, .bar { fill: var(--c); } .key { background: var(--c); display: inline-block; height: .7em; width: 1.4em; }
.d1 { stroke-dasharray: 8 8; } .d2 { stroke-dasharray: 8 4; } .d3 { stroke-dasharray: 4 4; } .d4 { stroke-dasharray: 4 2; } .d5 { stroke-dasharray: 2 1; } .d6 { stroke-dasharray: 1 1; }
ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; list-style: none; margin: .25rem 0; padding: 0; }
details { margin-top: .5rem; } table { border-collapse: collapse; } td, th { padding: .1rem .6rem; text-align: right; }
`;

/** The page with all plots: drawn as SVG, so that it needs neither a network nor a script. */
export function plotsPage(sections: readonly string[]): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Plots</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${sections.join('\n')}
</main>
</body>
</html>
`;
}

/** The part of a page that shows one plot, its values below it. */
export function plotSection({ plot, builtIn, spec, specPath }: DrawnPlot): string {
  const keys = seriesOf(plot).map(
    ({ name, color }) => `<li><span class="key c${color % 7}"></span> ${escaped(name)}</li>`,
  );
  const link = `<a href="${escaped(encodeURI(specPath))}">Vega-Lite</a>`;
  const own = builtIn === undefined ? `<p>Drawn plainly; the template itself is in ${link}.</p>` : '';
  return `<section><h2>${escaped(plot.title)}</h2><figure>${chartOf(plot, builtIn ?? markOf(spec))}</figure><ul>${keys.join('')}</ul>${own}<details><summary>Values</summary>${valuesTable(plot)}<p>${link}</p></details></section>`;
}

/** The part of a page that shows a picture of each revision. */
export function pictureSection({ name, pictures }: ShownPicture): string {
  const figures = pictures.map(
    ({ revision, source }) =>
      `<figure><img alt="${escaped(`${name}, ${revision}`)}" src="${escaped(source)}"><figcaption>${escaped(revision)}</figcaption></figure>`,
  );
  return `<section><h2>${escaped(name)}</h2>${figures.join('')}</section>`;
}

function chartOf(plot: ValuePlot, template: string): string {
  switch (template) {
    case 'scatter':
    case 'scatter_jitter':
    case 'point':
    case 'circle':
      return lineChart(plot, false);
    case 'bar':
    case 'bar_horizontal':
      return barChart(plot, false);
    case 'bar_horizontal_sorted':
      return barChart(plot, true);
    case 'rect':
    case 'confusion':
      return matrixChart(plot, false);
    case 'confusion_normalized':
      return matrixChart(plot, true);
    default:
      return lineChart(plot, true);
  }
}

/** What a template of the project's own draws with, as far as it says at first. */
function markOf(spec: Value): string {
  if (isList(spec)) return spec.map(markOf).find((mark) => mark !== '') ?? '';
  if (!isMap(spec)) return '';
  const mark = spec.get('mark');
  if (typeof mark === 'string') return mark;
  const type = isMap(mark) ? mark.get('type') : undefined;
  if (typeof type === 'string') return type;
  return (
    [spec.get('layer'), spec.get('spec')]
      .map((part) => (part === undefined ? '' : markOf(part)))
      .find((found) => found !== '') ?? ''
  );
}

function valuesTable({ points, axes }: ValuePlot): string {
  if (axes === undefined) return '';
  const fields = [...new Set(['rev', axes.x, ...(axes.y === undefined ? [] : [axes.y])])];
  const row = (tag: string, cells: readonly string[]): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  const body = points.slice(0, ROWS).map((point) =>
    row(
      'td',
      fields.map((field) => textOf(point.get(field))),
    ),
  );
  const rest = points.length > ROWS ? `<p>The first ${ROWS} of ${points.length}.</p>` : '';
  return `<table>${row('th', fields)}${body.join('')}</table>${rest}`;
}
