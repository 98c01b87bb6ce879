import { constraintsText } from '../../report/leaderboard/constraints-text.ts';
import type { FrontierPlace, HardwareStanding, Standing } from '../../report/leaderboard/standing.ts';
import { classText } from '../../report/leaderboard/task.ts';
import { joulesPerPoint } from '../../report/leaderboard/per-point.ts';
import { sharedUnits } from '../../report/leaderboard/shared-units.ts';
import { energyOnCard, printEnergy } from '../../units/format.ts';
import { meanText } from '../../report/statement/mean-text.ts';
import { type Column, renderTable } from '../output/table.ts';
import { fitText, printable, wrapText } from '../output/text-width.ts';
import { dot, type Look, printOptions } from '../views/look.ts';

const LONGEST_TITLE = 14;

/** A leaderboard on the terminal: a table for each hardware, least energy first. No line is wider than the terminal. */
export function standingView(standing: Standing, look: Look): string[] {
  const { task, classes, unplaced, constraints } = standing;
  const asked = constraintsText(task, constraints, printOptions(look));
  const heading = [
    printable(task.name),
    `${printable(task.metric)}, ${task.goal === 'maximize' ? 'more' : 'less'} is better`,
    ...(task.hardware === undefined ? [] : [printable(classText(task.hardware))]),
    ...(asked === '' ? [] : [printable(asked)]),
  ].join(dot(look));
  const blocks = [
    wrapText(heading, look.width).map((line) => look.style.bold(line)),
    ...classes.map((one) => classBlock(one, standing, look)),
    unplaced.length === 0 ? [] : unplacedBlock(standing, look),
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block, i) => (i === 0 ? block : ['', ...block]));
}

function classBlock({ hardware, placed }: HardwareStanding, { task }: Standing, look: Look): string[] {
  const ellipsis = look.unicode ? '…' : '..';
  const print = printOptions(look);
  const units = sharedUnits(placed.map(({ entry }) => entry));
  const perPoint = joulesPerPoint(
    placed.map(({ entry, frontier }) => ({ ...entry, frontier })),
    task.goal,
    task.baseline,
  );
  const columns: readonly Column[] = [
    { title: '', keep: true },
    { title: 'ENTRY', keep: true },
    { title: 'ENERGY', align: 'right', keep: true },
    { title: '#', align: 'right', keep: true },
    { title: fitText(printable(task.metric), LONGEST_TITLE, ellipsis), align: 'right', keep: true },
    { title: '#', align: 'right', keep: true },
    ...units.map((unit): Column => ({ title: `PER 1K ${unit.toUpperCase()}`, align: 'right' })),
    { title: '+1 POINT', align: 'right' },
    { title: 'SEEDS', align: 'right' },
    { title: 'BY' },
    { title: 'GRADE' },
  ];
  const rows = placed.map(({ entry, energyRank, metricRank, frontier }) => [
    markOf(frontier, look),
    entry.name,
    energyOnCard(entry.energy.estimate, printOptions(look)),
    String(energyRank),
    look.unicode ? meanText(entry.metric) : meanText(entry.metric).replaceAll('±', '+-'),
    String(metricRank),
    ...units.map((unit) => energyOnCard(entry.perWork?.[unit]?.estimate ?? null, print)),
    printEnergy(perPoint.get(entry.name) ?? null, print),
    String(entry.metric.n),
    entry.by,
    entry.grade,
  ]);
  return [
    ...wrapText(printable(hardware), look.width),
    ...renderTable(columns, rows, {
      width: look.width,
      unicode: look.unicode,
      paintTitle: look.style.dim,
      ...(look.wide === undefined ? {} : { wide: look.wide }),
    }),
  ];
}

function markOf(place: FrontierPlace, { unicode }: Look): string {
  if (place === 'no') return '';
  return place === 'yes' ? (unicode ? '★' : '*') : unicode ? '☆' : '~';
}

function unplacedBlock({ unplaced }: Standing, look: Look): string[] {
  return [
    'Without a rank',
    ...unplaced.flatMap(({ entry, why }) =>
      wrapText(`${entry.name}: ${printable(why)}`, look.width - 2).map((line) => `  ${line}`),
    ),
  ];
}

/** How the table is to be read. */
export function standingNotes({ classes }: Standing, look: Look): readonly string[] {
  if (classes.length === 0) return [];
  const [on, near] = [markOf('yes', look), markOf('within error', look)];
  const text = `${on} on the frontier, ${near} within its error. # is 1 and how many are better beyond the error: those not told apart share it. As the entries say: joulebook leaderboard verify computes them anew.`;
  return wrapText(text, look.width);
}
