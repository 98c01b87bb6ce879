import { importancesOf } from '../importance/importance.ts';
import type { StudyState } from '../study/study-state.ts';
import { importanceChart } from './bars-chart.ts';
import { curvesChart } from './curves-chart.ts';
import { frontChart } from './front-chart.ts';
import { historyChart } from './history-chart.ts';
import { parallelChart } from './parallel-chart.ts';
import { sliceCharts } from './slice-charts.ts';
import { escaped } from './svg-text.ts';
import { timelineChart } from './timeline-chart.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1c1e21; --soft: #6b7280; --paper: #ffffff; --grid: #e5e7eb; }
@media (prefers-color-scheme: dark) { :root { --ink: #e5e7eb; --soft: #9ca3af; --paper: #14161a; --grid: #2a2e35; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .3rem; }
p { color: var(--soft); margin: .2rem 0 .6rem; }
svg { width: 100%; height: auto; font: 11px system-ui, sans-serif; fill: var(--soft); }
.label { fill: var(--ink); } .grid { stroke: var(--grid); } .axis { stroke: var(--soft); }
.complete { fill: #2563eb; } .stopped { fill: #d97706; } .failed, .lost { fill: #dc2626; } .running, .paused, .waiting { fill: #6b7280; }
.best { fill: none; stroke: #059669; stroke-width: 2; } .front { fill: #059669; } circle.other { fill: #9ca3af; fill-opacity: .6; } .bar { fill: #2563eb; }
polyline.curve { fill: none; stroke-width: 1.2; stroke-opacity: .7; } .curve.complete { stroke: #2563eb; } .curve.stopped { stroke: #d97706; }
.curve.failed, .curve.lost { stroke: #dc2626; } .curve.running, .curve.paused { stroke: #6b7280; }
polyline.good { fill: none; stroke: #059669; stroke-width: 1.6; } polyline.other { fill: none; stroke: #9ca3af; stroke-opacity: .35; }
`;

/** A study as one page of HTML that needs nothing else: its charts, and what each shows. */
export function studyPage(state: StudyState): string {
  const { plan, trials } = state;
  const title = escaped(plan.name);
  const importances = importancesOf(state);
  const known = importances.trials >= 2;
  const sections = [
    section(
      'How the best came about',
      'Blue: trained to the end. Orange: stopped. Green: the best so far.',
      historyChart(state),
    ),
    section('Pareto front', 'Green: nothing is better in all objectives.', frontChart(state)),
    section('Curves', 'What each trial reported on its way.', curvesChart(state)),
    ...(known
      ? importances.list.map((one) =>
          section(
            `What matters for ${one.of}`,
            `From ${importances.trials} complete trials.`,
            importanceChart(one),
          ),
        )
      : []),
    section('Parallel coordinates', 'A line for each trial; the best tenth in green.', parallelChart(state)),
    ...sliceCharts(state).map(([name, drawn]) => section(name, '', drawn)),
    section('Timeline', 'When each trial ran.', timelineChart(state)),
  ];
  const goals = plan.objectives.map(({ metric, goal }) => `${goal} ${metric}`).join(', ');
  const about = `${trials.length} trials; ${goals}; ${plan.sampler.name} with ${plan.stopper.name}, seed ${plan.seed}.`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body><h1>${title}</h1><p>${escaped(about)}</p>
${sections.join('\n')}
</body></html>
`;
}

function section(heading: string, about: string, drawn: string | undefined): string {
  if (drawn === undefined) return '';
  const text = about === '' ? '' : `<p>${escaped(about)}</p>`;
  return `<section><h2>${escaped(heading)}</h2>${text}${drawn}</section>`;
}
