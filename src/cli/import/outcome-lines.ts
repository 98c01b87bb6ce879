import type { Outcome } from '../../report/import/outcome.ts';
import { energyWithBand, printCarbon, printEnergy } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { printable, wrapText } from '../output/text-width.ts';
import { type Look, printOptions } from '../views/look.ts';
import type { Tally } from './tally.ts';

/** Width of the column of places: `line 1204`. */
const PLACE = 12;

/** A line about something that is not taken in as it stands; more of them where the reason is long. */
export function outcomeLines(outcome: Outcome, look: Look): readonly string[] {
  const { fate, line, why, repaired } = outcome;
  const word = fate === 'new' ? 'repaired' : fate === 'passed' ? 'passed over' : fate;
  const place = line === undefined ? '' : `line ${line}`;
  const text = [word, [repaired, why].filter(Boolean).join('; ')].filter(Boolean).join(': ');
  const [first = '', ...more] = wrapText(printable(text), Math.max(20, look.width - PLACE - 2));
  return [`  ${place.padEnd(PLACE)}${first}`, ...more.map((one) => `${' '.repeat(PLACE + 2)}${one}`)];
}

/** A line about a run that comes in: only with -v, since there may be thousands. */
export function runLine({ run, line }: Outcome, look: Look): string {
  const place = line === undefined ? '' : `line ${line}`;
  if (run === undefined) return `  ${place}`;
  const print = printOptions(look);
  const facts = [
    run.startedAt.slice(0, 16).replace('T', ' '),
    printDuration(run.durationS),
    printEnergy(run.energy, print),
  ];
  return `  ${place.padEnd(PLACE)}${facts.join('  ')}  ${printable(run.name)}`;
}

/** What it all comes to. */
export function tallyLines(tally: Tally, isDry: boolean, look: Look): readonly string[] {
  const print = printOptions(look);
  const added = tally.count('new');
  const runs = `${grouped(added)} ${added === 1 ? 'run' : 'runs'}`;
  const carbon =
    tally.carbonG > 0 ? `, ${printCarbon(tally.carbonG, print)} CO2e as their tools said it` : '';
  const sums = added > tally.withoutEnergy ? `: ${energyWithBand(tally.energy, print)}${carbon}` : '';
  const head = isDry ? `${runs} would come in${sums}` : `${runs} came in${sums}`;
  const beside = [
    [tally.repaired, 'of them repaired'],
    [tally.withoutEnergy, 'of them of unknown energy'],
    [tally.count('known'), 'in the book already'],
    [tally.count('changed'), 'in the book with other figures'],
    [tally.count('passed'), 'passed over'],
    [tally.count('refused'), 'refused'],
  ] as const;
  const said = beside.filter(([count]) => count > 0).map(([count, what]) => `${grouped(count)} ${what}`);
  const second = said.length === 0 ? [] : wrapText(said.join(', '), look.width);
  return [...wrapText(head, look.width), ...second];
}

function grouped(count: number): string {
  return count.toLocaleString('en');
}
