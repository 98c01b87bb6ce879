import type { Facts } from './facts.ts';
import { kindText, runsText } from './said.ts';
import type { Selection } from './selection.ts';

/** What a reader must know to read the figures right, the gravest first. */
export function notesOf({ inside, strays, summed }: Selection, facts: Facts, unread = 0): readonly string[] {
  const { runs, totals, places, pues, fates, groups } = facts;
  const kinds = totals.operational.filter(({ without, runs: counted }) => without < counted);
  const unknown = totals.operational.reduce((sum, { without }) => sum + without, 0);
  const notes: (string | false)[] = [
    kinds.length > 1 &&
      `The carbon stands in ${kinds.length} sums (${kinds.map(kindText).join('; ')}): figures of different kinds do not add up.`,
    unread > 0 &&
      `${partsText(unread)} damaged in the book and could not be read: in no sum, and not in the number of runs.`,
    totals.energy.wall.without > 0 &&
      `Nothing is known of the energy of ${runsText(totals.energy.wall.without)}; it is in no sum.`,
    unknown > 0 && `Nothing is known of the carbon of ${runsText(unknown)}; it is in no sum.`,
    strays.length > 0 &&
      `${partsText(strays.length)} inside a run that did not match, and in no sum: only whole runs are added up.`,
    inside.length > 0 && `${partsText(inside.length)} inside another that matched, and counted with it.`,
    summed.length > 0 && `${partsText(summed.length)} part of a merged run, and counted with it.`,
    fates.some(({ fate }) => fate === 'running') && 'Runs that are still alive are counted as they are now.',
    places.some(({ zoneFrom }) => zoneFrom === 'time-zone') &&
      'Where a run took place was guessed from its time zone; its interval goes from the cleanest to the dirtiest grid under that clock.',
    places.some(({ zoneFrom }) => zoneFrom === 'unknown') &&
      'It is not known where a run took place: its carbon has bounds and no value.',
    pues.some(({ grade }) => grade === 'C') &&
      `The PUE of ${runsText(pues.filter(({ grade }) => grade === 'C').reduce((sum, use) => sum + use.runs, 0))} is assumed, not known.`,
    totals.grade === 'C' &&
      'A tenth or more of the energy comes from assumed constants (grade C): intervals are wide, comparisons on one machine are sharper.',
    totals.grade === 'D' && 'A tenth or more of the energy comes from another tool (grade D).',
    runs.some(({ scope }) => scope === 'machine') &&
      'Some runs were measured to show the whole machine; this report gives the part that is theirs.',
    groups.some(({ commits }) => commits.length > 1) &&
      'Runs of one configuration come from several commits; whether the code was the same is not checked.',
    facts.comparison?.groups.some(({ verdict }) => verdict === 'unknown') === true &&
      'Where a configuration ran once, its spread is not known and no difference is claimed.',
    groups.some(({ configuration }) => configuration.kind === 'trial') &&
      'Trials are parts of their search and carry no idle energy of their own.',
  ];
  return notes.filter((note) => note !== false);
}

function partsText(count: number): string {
  return count === 1 ? '1 run is' : `${count} runs are`;
}
