import type { Value } from '../model/value.ts';
import { type ChartKind, chartKind } from './chart-kind.ts';
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
  const own =
    builtIn === undefined ? `<p>The main features of the template; all of it is in ${link}.</p>` : '';
  const kind = chartKind(spec);
  return `<section><h2>${escaped(plot.title)}</h2><figure>${chartOf(withAxesOf(plot, kind), kind)}</figure><ul>${keys.join('')}</ul>${own}<details><summary>Values</summary>${valuesTable(plot)}<p>${link}</p></details></section>`;
}

/** The part of a page that shows a picture of each revision. */
export function pictureSection({ name, pictures }: ShownPicture): string {
  const figures = pictures.map(
    ({ revision, source }) =>
      `<figure><img alt="${escaped(`${name}, ${revision}`)}" src="${escaped(source)}"><figcaption>${escaped(revision)}</figcaption></figure>`,
  );
  return `<section><h2>${escaped(name)}</h2>${figures.join('')}</section>`;
}

function chartOf(plot: ValuePlot, kind: ChartKind): string {
  if (kind.form === 'bars') return barChart(plot, kind.isSorted);
  return kind.form === 'matrix' ? matrixChart(plot, kind) : lineChart(plot, kind.form === 'lines');
}

/** The plot with the fields that its chart puts on the axes; bars lie, so the names of standing ones come to the side. */
function withAxesOf(plot: ValuePlot, { x, y, isUpright }: ChartKind): ValuePlot {
  const { axes, points } = plot;
  if (axes === undefined) return plot;
  const isThere = (field: string | undefined): field is string =>
    field !== undefined && points.some((point) => point.has(field));
  const across = isThere(x) && x !== axes.x ? { x, xLabel: x } : {};
  const up = isThere(y) && y !== axes.y ? { y, yLabel: y } : {};
  const own = { ...axes, ...across, ...up };
  if (!isUpright || own.y === undefined) return { ...plot, axes: own };
  const swapped = { x: own.y, y: own.x, xLabel: own.yLabel ?? own.y, yLabel: own.xLabel };
  return { ...plot, axes: { ...own, ...swapped } };
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
