import {
  carbonOnCard,
  co2e,
  energyOnCard,
  missing,
  moneyOnCard,
  type Printable,
  waterOnCard,
} from '../../units/format.ts';
import type { Figure } from '../chart/figure.ts';
import { claimOf } from './claim.ts';
import { comparisonSection } from './sections/comparison-section.ts';
import { itemsSection } from './sections/items-section.ts';
import { methodSection } from './sections/method-section.ts';
import { runsSection } from './sections/runs-section.ts';
import { sciSection } from './sections/sci-section.ts';
import type { Fact, ReportDocument, Section } from './document.ts';
import { kindText, runsText, saidHours, saidMoment, saidPeriod, saidTime } from './said.ts';
import type { Summed } from './sums.ts';
import type { Statement } from './statement.ts';

/** A text of another format that readers copy out of the page. */
export interface Paste {
  readonly title: string;
  readonly text: string;
}

/** Which charts stand in which section. */
const ENERGY_FIGURES = ['components', 'power', 'ledger', 'stages', 'fates'];

/** A report as it is read, from its model and its charts. */
export function makeDocument(
  statement: Statement,
  figures: readonly Figure[],
  pastes: readonly Paste[] = [],
): ReportDocument {
  const of = (isEnergy: boolean): Section['blocks'] =>
    figures
      .filter(({ id }) => ENERGY_FIGURES.includes(id) === isEnergy)
      .map((figure) => ({ kind: 'figure', figure }) as const);
  const comparison = comparisonSection(statement);
  const sections: Section[] = [
    { id: 'energy', heading: 'Where the energy went', blocks: of(true) },
    { id: 'quality', heading: 'Quality and energy', blocks: of(false) },
    ...(comparison === undefined ? [] : [comparison]),
    methodSection(statement),
    itemsSection(statement),
    ...sciSection(statement),
    runsSection(statement),
    { id: 'copy', heading: 'To copy', blocks: pastes.map((paste) => ({ kind: 'paste', ...paste })) },
  ];
  return {
    title: statement.title,
    subtitle: subtitleOf(statement),
    claim: claimOf(statement),
    facts: factsOf(statement),
    notes: statement.notes,
    sections: sections.filter(({ blocks }) => blocks.length > 0),
    madeBy: statement.madeBy,
  };
}

function subtitleOf({ period, filter, matched, madeAt }: Statement): string {
  const chosen = filter === '' ? 'the whole book' : `runs chosen by ${filter}`;
  const made = madeAt === undefined ? '' : ` · made ${saidMoment(madeAt)}`;
  return `${runsText(matched.roots)}, ${saidPeriod(period.from, period.to)} · ${chosen}${made}`;
}

function factsOf({ totals }: Statement): readonly Fact[] {
  const { energy, operational, embodied, market, marginal, water, cost, durationS, gpuS } = totals;
  const facts: (Fact | undefined)[] = [
    fact('Energy', energy.wall, joules, `at the wall, grade ${totals.grade}`),
    fact('With the building', energy.facility, joules, 'wall × PUE'),
    ...operational.map((kind) =>
      fact(
        'Operational carbon',
        kind,
        grams,
        `${kindText(kind)}; location-based${operational.length > 1 ? `; ${runsText(kind.runs)}` : ''}`,
      ),
    ),
    fact('Embodied carbon', embodied, grams, 'making the hardware; apart'),
    fact('Market-based carbon', market, grams, 'by the electricity bought; apart'),
    fact('Marginal carbon', marginal, grams, 'another question; never added'),
    fact('Water', water, litres, 'of the site'),
    ...cost.map((each) =>
      fact('Cost', each, (amount) => moneyOnCard(amount, each.currency, ENDS), 'electricity'),
    ),
    {
      name: 'Time',
      value: saidTime(durationS),
      note: gpuS > 0 ? `${saidHours(gpuS)} of accelerators` : 'on the clock, added up',
    },
  ];
  return facts.filter((each) => each !== undefined);
}

const ENDS = { ends: true };

function joules(energy: Printable): string {
  return energyOnCard(energy, ENDS);
}

function grams(mass: Printable): string {
  const text = carbonOnCard(mass, ENDS);
  return text === missing() ? text : text.replace(/(?= \(|$)/, ` ${co2e()}`);
}

function litres(water: Printable): string {
  return waterOnCard(water, ENDS);
}

/** A sum with its interval apart, both in the same decimals; left out where nothing is known of it. */
function fact(
  name: string,
  summed: Summed | undefined,
  print: (value: Printable) => string,
  note: string,
): Fact | undefined {
  if (summed === undefined) return undefined;
  const text = print(summed.total);
  if (text === missing()) return undefined;
  const [, value = text, range] = /^(.*?) \((.*)\)$/.exec(text) ?? [];
  return {
    name,
    value,
    ...(range === undefined ? {} : { range }),
    note: summed.without === 0 ? note : `${note}; not known of ${runsText(summed.without)}`,
  };
}
