import { missing, moneyOnCard, waterOnCard } from '../../units/format.ts';
import type { Figure } from '../chart/figure.ts';
import { claimOf } from './claim.ts';
import { comparisonSection } from './sections/comparison-section.ts';
import { itemsSection } from './sections/items-section.ts';
import { methodSection } from './sections/method-section.ts';
import { runsSection } from './sections/runs-section.ts';
import { sciSection } from './sections/sci-section.ts';
import type { Fact, ReportDocument, Section } from './document.ts';
import {
  kindText,
  runsText,
  saidCarbon,
  saidEnergy,
  saidHours,
  saidMoment,
  saidOperational,
  saidTime,
} from './said.ts';
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
  return `${runsText(matched.roots)}, ${saidMoment(period.from)} to ${saidMoment(period.to)} · ${chosen}${made}`;
}

function factsOf({ totals }: Statement): readonly Fact[] {
  const { energy, operational, embodied, market, marginal, water, cost, durationS, gpuS } = totals;
  const [carbon] = operational;
  const facts: (Fact | undefined)[] = [
    { name: 'Energy', value: saidEnergy(energy.wall), note: `at the wall, grade ${totals.grade}` },
    fact('With the building', saidEnergy(energy.facility), 'wall × PUE'),
    fact(
      'Operational carbon',
      saidOperational(totals),
      carbon === undefined || operational.length > 1
        ? 'location-based'
        : `location-based, ${kindText(carbon)}`,
    ),
    fact('Embodied carbon', saidCarbon(embodied), 'making the hardware; apart'),
    market === undefined
      ? undefined
      : fact('Market-based', saidCarbon(market), 'by the electricity bought; apart'),
    marginal === undefined
      ? undefined
      : fact('Marginal', saidCarbon(marginal), 'another question; never added'),
    water === undefined ? undefined : fact('Water', waterOnCard(water.total), 'of the site'),
    ...cost.map((each) => fact('Cost', moneyOnCard(each.total, each.currency), 'electricity')),
    {
      name: 'Time',
      value: saidTime(durationS),
      note: gpuS > 0 ? `${saidHours(gpuS)} of accelerators` : 'on the clock, added up',
    },
  ];
  return facts.filter((each) => each !== undefined);
}

function fact(name: string, value: string, note: string): Fact | undefined {
  return value === missing() ? undefined : { name, value, note };
}
