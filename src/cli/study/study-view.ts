import type { Importances } from '../../search/importance/importance.ts';
import { BUDGET_KINDS, type BudgetKind } from '../../search/study/budget.ts';
import type { StudyPlan } from '../../search/study/study-plan.ts';
import type { StudySummary, TrialSummary } from '../../search/study/summary.ts';
import { missing, printCarbon, printEnergy } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { renderTable } from '../output/table.ts';
import { fitText, wrapText } from '../output/text-width.ts';
import { bar } from '../views/bars.ts';
import { localTime } from '../views/local-time.ts';
import { dot, type Look, plainNumber, printOptions } from '../views/look.ts';
import { configurationText, valueText } from './parameter-text.ts';
import { stateText } from './study-list-view.ts';
import { shareText } from '../../units/format-share.ts';

const LABEL = 10;
const BAR = 20;

/** What a study has spent and found. */
export function studyView(study: StudySummary, nowMs: number, look: Look): string[] {
  const made = `made ${localTime(Date.parse(study.createdAt), nowMs)}`;
  const how = `${study.sampler} with ${study.stopper}`;
  const facts = [stateText(study), how, `seed ${study.seed}`, made].join(dot(look));
  return [
    `${look.style.bold(study.name)}  ${fitText(facts, Math.max(10, look.width - study.name.length - 2))}`,
    ...(study.over === null ? [] : [look.style.dim(study.over.text)]),
    '',
    ...row('sought', study.objectives.map(({ metric, goal }) => `${goal} ${metric}`).join(', '), look),
    ...row('trials', trialCounts(study), look),
    ...budgetRows(study, look),
    ...fateRows(study, look),
    ...bestRows(study, look),
  ];
}

function row(label: string, text: string, look: Look): string[] {
  const [first = '', ...rest] = wrapText(text, Math.max(20, look.width - LABEL));
  return [`${label.padEnd(LABEL)}${first}`, ...rest.map((line) => `${' '.repeat(LABEL)}${line}`)];
}

function trialCounts({ trials }: StudySummary): string {
  const total = Object.values(trials).reduce((sum, count) => sum + count, 0);
  const kinds = Object.entries(trials).filter(([, count]) => count > 0);
  return `${total}${total === 0 ? '' : `: ${kinds.map(([state, count]) => `${count} ${state}`).join(', ')}`}`;
}

function budgetRows({ budget, spent }: StudySummary, look: Look): string[] {
  const kinds = BUDGET_KINDS.filter((kind) => budget[kind] !== undefined);
  return kinds.map((kind) => {
    const limit = budget[kind] ?? 0;
    const used = spent[kind];
    if (used === null) return `${kind.padEnd(LABEL)}unknown, of ${amountText(kind, limit, look)}`;
    const part = limit > 0 ? used / limit : 1;
    const text = `${amountText(kind, used, look)} of ${amountText(kind, limit, look)}`;
    const percent = shareText(part);
    return `${kind.padEnd(LABEL)}${text.padEnd(BAR + 4)} ${bar(part, BAR, look.unicode)} ${percent.padStart(7)}`;
  });
}

/** An amount of a budget as people read it. */
export function amountText(kind: BudgetKind, amount: number, look: Look): string {
  switch (kind) {
    case 'energy':
      return printEnergy(amount, printOptions(look));
    case 'carbon':
      return printCarbon(amount, printOptions(look));
    case 'time':
      return printDuration(amount, printOptions(look));
    default:
      return plainNumber(amount);
  }
}

const FATES = ['useful', 'stopped', 'failed', 'paused', 'running', 'engine'] as const;

/** Where the joules went. */
function fateRows({ energy, gains }: StudySummary, look: Look): string[] {
  if (energy.total <= 0) return [];
  const rows = FATES.filter((fate) => energy[fate] > 0).map((fate) => {
    const part = energy[fate] / energy.total;
    const text = printEnergy(energy[fate], printOptions(look));
    const percent = shareText(part);
    return `  ${fate.padEnd(LABEL - 2)}${text.padEnd(BAR + 4)} ${bar(part, BAR, look.unicode)} ${percent.padStart(7)}`;
  });
  const total = printEnergy(energy.total, printOptions(look));
  const since = printEnergy(energy.sinceGain, printOptions(look));
  const last = gains.length === 0 ? '' : `, of which ${since} since something better was last found`;
  return [...row('used', `${total}${last}`, look), ...rows];
}

function bestRows({ recommended, objectives, isComplete, gains, spent }: StudySummary, look: Look): string[] {
  const [best] = recommended;
  if (best === undefined) return [];
  if (objectives.length > 1)
    return row(
      'front',
      `${recommended.length} ${recommended.length === 1 ? 'trial' : 'trials'}: ${numbersOf(recommended)}`,
      look,
    );
  const value = best.values[0];
  const found = gains.findLast(({ trial }) => trial === best.number);
  const at = best.resource === null ? '' : ` at ${plainNumber(best.resource)}`;
  const energy = printEnergy(found?.joules ?? spent.energy, printOptions(look));
  const after = spent.energy > 0 ? `, found after ${energy}` : '';
  const partial = isComplete ? '' : ', not trained to its end';
  const text = `${objectives[0]?.metric ?? ''} ${value === undefined || value === null ? '-' : plainNumber(value)}, trial ${best.number}${at}${after}${partial}`;
  return ['', ...row('best', text, look), ...row('', configurationText(best.configuration), look)];
}

function numbersOf(trials: readonly TrialSummary[]): string {
  return trials.map(({ number }) => number).join(', ');
}

/** The trials of a study, the best first; those without a value last. @param limit 0: all. */
export function trialTable(
  trials: readonly TrialSummary[],
  { objectives, space, resource }: StudyPlan,
  limit: number,
  look: Look,
): string[] {
  const sign = objectives[0]?.goal === 'maximize' ? -1 : 1;
  const lossOf = ({ values: [value] }: TrialSummary): number =>
    typeof value === 'number' ? sign * value : Number.POSITIVE_INFINITY;
  const ordered = [...trials].sort((a, b) => compare(lossOf(a), lossOf(b)) || a.number - b.number);
  const shown = limit === 0 ? ordered : ordered.slice(0, limit);
  const columns = [
    { title: 'TRIAL', align: 'right' as const },
    { title: 'STATE', keep: true as const },
    ...objectives.map(({ metric }) => ({ title: metric, align: 'right' as const, keep: true as const })),
    { title: resource ?? 'at', align: 'right' as const },
    { title: 'ENERGY', align: 'right' as const, keep: true as const },
    ...space.parameters.map(({ name }) => ({ title: name, align: 'right' as const })),
  ];
  const rows = shown.map((trial) => [
    `${trial.number}`,
    trial.isControl ? `${trial.state}*` : trial.state,
    ...trial.values.map((value) => (value === null ? '' : plainNumber(value))),
    trial.resource === null ? '' : plainNumber(trial.resource),
    trial.joules > 0 ? printEnergy(trial.joules, printOptions(look)) : missing(printOptions(look)),
    ...space.parameters.map(({ name }) => {
      const value = trial.configuration[name];
      return value === undefined ? '' : valueText(value);
    }),
  ]);
  const notes = [
    ...(shown.some(({ isControl }) => isControl) ? ['* goes on whatever the stopper says'] : []),
    ...(shown.length < trials.length ? [`${trials.length - shown.length} more (--limit 0)`] : []),
  ];
  const table = renderTable(columns, rows, {
    width: look.width,
    unicode: look.unicode,
    paintTitle: look.style.bold,
    ...(look.wide === undefined ? {} : { wide: look.wide }),
  });
  return [...table, ...(notes.length === 0 ? [] : [look.style.dim(notes.join(dot(look)))])];
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Which parameters matter. */
export function importanceLines({ trials, list }: Importances, look: Look): string[] {
  const lines = list.flatMap(({ of, parts }) => [
    look.style.bold(`what matters for ${of}`),
    ...parts.map(
      ({ parameter, part }) =>
        `  ${fitText(parameter, 20).padEnd(20)} ${bar(part, BAR, look.unicode)} ${shareText(part).padStart(7)}`,
    ),
  ]);
  const note = `from ${trials} complete ${trials === 1 ? 'trial' : 'trials'}${trials < 50 ? ': a guess' : ''}`;
  return [...lines, look.style.dim(note)];
}
