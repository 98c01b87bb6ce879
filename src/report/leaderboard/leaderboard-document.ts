import { carbonWithBand, co2e, energyWithBand, missing, printEnergy } from '../../units/format.ts';
import type { Block, ReportDocument, Section } from '../statement/document.ts';
import { meanText } from '../statement/mean-text.ts';
import { saidTime } from '../statement/said.ts';
import { constraintsText } from './constraints-text.ts';
import type { LeaderboardEntry } from './entry.ts';
import { leaderboardFigure } from './frontier-figure.ts';
import { FRONTIER_MARKS } from './frontier-mark.ts';
import { joulesPerPoint } from './per-point.ts';
import { sharedUnits } from './shared-units.ts';
import type { HardwareStanding, Standing } from './standing.ts';
import { classText } from './task.ts';

/** How the ranks are to be read, for readers who were not there. */
const READING = [
  'Energy is attributed to the run, at the wall. Ranks are of entries on the same hardware only.',
  'A rank is 1 and how many others are better by more than the 90 % interval of the difference, in which errors of a shared machine cancel; entries that are not told apart share a rank.',
  '★ is on the frontier: no other entry has a better quality for less energy. ☆ is not, but no other is surely ahead of it. There is no score of both.',
];

/** A leaderboard as it is read: a table and the frontier for each hardware, then who has no rank and why, then what the entries are. */
export function leaderboardDocument(
  standing: Standing,
  version: string,
  isVerified: boolean,
): ReportDocument {
  const { task, classes, unplaced, constraints } = standing;
  const all = [
    ...classes.flatMap(({ placed }) => placed.map(({ entry }) => entry)),
    ...unplaced.map((one) => one.entry),
  ];
  const asked = constraintsText(task, constraints);
  const checked = isVerified ? ['Every entry was computed anew from its journals when this was made.'] : [];
  return {
    title: task.name,
    subtitle: `${all.length === 1 ? '1 entry' : `${all.length} entries`} · ${task.metric}, ${task.goal === 'maximize' ? 'more' : 'less'} is better · at least ${task.minSeeds === 1 ? '1 seed' : `${task.minSeeds} seeds`}${task.hardware === undefined ? '' : ` · ${classText(task.hardware)}`}${asked === '' ? '' : ` · ${asked}`}`,
    claim: task.description === undefined ? [] : [task.description],
    facts: [],
    notes: [...READING, ...checked],
    sections: [
      ...classes.map((one, i) => classSection(one, standing, i)),
      ...unplacedSection(standing),
      ...entriesSection(all),
    ],
    madeBy: `joulebook ${version}`,
  };
}

function classSection(one: HardwareStanding, { task }: Standing, i: number): Section {
  const figure = leaderboardFigure(one, task, `frontier-${i + 1}`);
  const units = sharedUnits(one.placed.map(({ entry }) => entry));
  const perPoint = joulesPerPoint(
    one.placed.map(({ entry, frontier }) => ({ ...entry, frontier })),
    task.goal,
    task.baseline,
  );
  // The baseline may have run on other hardware, or its entry be gone: then none of these is counted from it.
  const base =
    one.placed.find(({ entry }) => entry.name === task.baseline)?.entry.name ??
    'the entry before on the frontier';
  const table: Block = {
    kind: 'table',
    title: 'Entries',
    table: {
      columns: [
        { title: '' },
        { title: 'Entry' },
        { title: 'Energy', isNumber: true },
        { title: 'rank', isNumber: true },
        { title: `${task.metric}, mean ± s.e.`, isNumber: true },
        { title: 'rank', isNumber: true },
        ...units.map((unit) => ({ title: `Energy per 1,000 ${unit}`, isNumber: true })),
        { title: 'A point more', isNumber: true },
        { title: 'Seeds', isNumber: true },
        { title: 'Time', isNumber: true },
        { title: 'Carbon', isNumber: true },
        { title: 'Grade' },
        { title: 'By' },
      ],
      rows: one.placed.map(({ entry, energyRank, metricRank, frontier }) => [
        FRONTIER_MARKS[frontier],
        entry.name,
        energyWithBand(entry.energy.estimate),
        String(energyRank),
        meanText(entry.metric),
        String(metricRank),
        ...units.map((unit) => energyWithBand(entry.perWork?.[unit]?.estimate ?? null)),
        printEnergy(perPoint.get(entry.name) ?? null),
        String(entry.metric.n),
        entry.durationS.value === null ? missing() : saidTime(entry.durationS.value),
        carbonText(entry),
        entry.grade,
        entry.by,
      ]),
      note: `Least energy first. A point more is the energy beyond ${base} for each point of quality gained. Carbon is of the grid that each entry ran on and is not ranked.`,
    },
  };
  return {
    id: `hardware-${i + 1}`,
    heading: one.hardware,
    blocks: [...(figure === undefined ? [] : [{ kind: 'figure', figure } as const]), table],
  };
}

function carbonText({ carbon }: LeaderboardEntry): string {
  if (carbon === null) return 'of several grids';
  const text = carbonWithBand(carbon.estimate);
  return text === missing() ? text : `${text} ${co2e()}`;
}

function unplacedSection({ unplaced }: Standing): readonly Section[] {
  if (unplaced.length === 0) return [];
  const table = {
    columns: [{ title: 'Entry' }, { title: 'Why' }, { title: 'By' }],
    rows: unplaced.map(({ entry, why }) => [entry.name, why, entry.by]),
  };
  return [
    {
      id: 'without-rank',
      heading: 'Without a rank',
      blocks: [{ kind: 'table', title: 'Entries that are not ranked', table }],
    },
  ];
}

function entriesSection(entries: readonly LeaderboardEntry[]): readonly Section[] {
  if (entries.length === 0)
    return [
      { id: 'empty', heading: 'Entries', blocks: [{ kind: 'text', text: 'There are no entries yet.' }] },
    ];
  const table = {
    columns: [
      { title: 'Entry' },
      { title: 'Command' },
      { title: 'Parameters' },
      { title: 'Commit' },
      { title: 'Note' },
      { title: 'Runs', isNumber: true },
    ],
    rows: entries
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, configuration, commits, note, runs }) => [
        name,
        configuration.command,
        Object.entries(configuration.params)
          .map(([key, value]) => `${key}=${String(value)}`)
          .join(' '),
        commits.map((commit) => commit.slice(0, COMMIT)).join(' '),
        note ?? '',
        String(runs.length),
      ]),
  };
  return [
    { id: 'entries', heading: 'What was run', blocks: [{ kind: 'table', title: 'Configurations', table }] },
  ];
}

/** Characters of a commit that tell it apart. */
const COMMIT = 10;
