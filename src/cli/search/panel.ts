import { BUDGET_KINDS } from '../../search/study/budget.ts';
import { energyByFate } from '../../search/study/energy-by-fate.ts';
import { asLoss } from '../../search/study/objective.ts';
import type { StudyState } from '../../search/study/study-state.ts';
import type { Hold } from '../../search/workers/clean-hours.ts';
import { printEnergy, printPower } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { fitText } from '../output/text-width.ts';
import { amountText } from '../study/study-view.ts';
import { bar } from '../views/bars.ts';
import { dot, type Look, plainNumber, printOptions } from '../views/look.ts';
import { holdText } from './hold-text.ts';
import { valuesText } from './trial-text.ts';

/** What the panel tells beside the study. */
export interface PanelFacts {
  readonly state: StudyState;
  /** Study time now, s. */
  readonly nowS: number;
  readonly powerW: number | undefined;
  readonly running: readonly number[];
  /** Why no trial is begun now. */
  readonly hold: Hold | undefined;
}

const LABEL = 9;
const BAR = 20;
/** Before this part of the budget nothing is foretold. */
const FORETOLD_FROM = 0.02;

/** A search that is at work, in a few lines: how far it is, what it has found, where the joules went, what runs. */
export function panelLines(facts: PanelFacts, look: Look): string[] {
  const lines = [headLine(facts, look), ...budgetLines(facts, look), bestLine(facts, look)];
  lines.push(fateLine(facts, look), runningLine(facts, look), holdLine(facts));
  return lines
    .filter((line) => line !== '')
    .map((line) => fitText(line, look.width - 1, look.unicode ? '…' : '..'));
}

function headLine({ state, nowS, powerW }: PanelFacts, look: Look): string {
  const counts = new Map<string, number>();
  for (const trial of state.trials) counts.set(trial.state, (counts.get(trial.state) ?? 0) + 1);
  const parts = [
    `${state.trials.length} trials`,
    ...[...counts].map(([is, count]) => `${count} ${is}`),
    printDuration(nowS, printOptions(look)),
    ...(powerW === undefined ? [] : [printPower(powerW, printOptions(look))]),
  ];
  return `${look.unicode ? '⚡' : '*'} ${look.style.bold(state.plan.name)}  ${parts.join(dot(look))}`;
}

function budgetLines({ state, nowS }: PanelFacts, look: Look): string[] {
  const { budget } = state.plan;
  const spending = { ...state.spending, time: nowS };
  return BUDGET_KINDS.filter((kind) => budget[kind] !== undefined).map((kind) => {
    const limit = budget[kind] ?? 0;
    const part = limit > 0 ? spending[kind] / limit : 1;
    const leftS = part >= FORETOLD_FROM && part < 1 ? (nowS * (1 - part)) / part : undefined;
    const left = leftS === undefined ? '' : `  ~${printDuration(leftS, printOptions(look))} left`;
    const amounts = `${amountText(kind, spending[kind], look)} of ${amountText(kind, limit, look)}`;
    return `${kind.padEnd(LABEL)}${amounts.padEnd(22)} ${bar(part, BAR, look.unicode)} ${Math.round(100 * part)} %${left}`;
  });
}

function bestLine({ state }: PanelFacts, look: Look): string {
  const [best, ...others] = state.gains.front;
  const [objective] = state.plan.objectives;
  if (best === undefined || objective === undefined) return '';
  const after = `after ${printEnergy(best.joules, printOptions(look))}`;
  if (others.length > 0) return `${'front'.padEnd(LABEL)}${others.length + 1} trials that nothing dominates`;
  const value = plainNumber(asLoss(objective, best.losses[0] ?? Number.NaN));
  const at = best.resource === undefined ? '' : ` at ${plainNumber(best.resource)}`;
  return `${'best'.padEnd(LABEL)}${objective.metric} ${value}, trial ${best.trial}${at}, ${after}`;
}

function fateLine({ state }: PanelFacts, look: Look): string {
  const energy = energyByFate(state);
  if (energy.total <= 0) return '';
  const of = (joules: number): string => printEnergy(joules, printOptions(look));
  const fates = (['useful', 'stopped', 'failed', 'paused'] as const).filter((fate) => energy[fate] > 0);
  const parts = [
    ...fates.map((fate) => `${fate} ${of(energy[fate])}`),
    `since the best ${of(energy.sinceGain)}`,
  ];
  return `${'used'.padEnd(LABEL)}${of(energy.total)}: ${parts.join(dot(look))}`;
}

function runningLine({ state, running }: PanelFacts, look: Look): string {
  if (running.length === 0) return '';
  const end = state.plan.maxResource === undefined ? '' : `/${plainNumber(state.plan.maxResource)}`;
  const texts = running.map((number) => {
    const trial = state.trial(number);
    const last = trial.reports.at(-1);
    return `#${number}${last === undefined ? '' : ` ${plainNumber(last.resource)}${end} ${valuesText(trial, state.plan)}`}`;
  });
  return `${'running'.padEnd(LABEL)}${texts.join(dot(look))}`;
}

function holdLine({ hold }: PanelFacts): string {
  return hold === undefined ? '' : `${'waiting'.padEnd(LABEL)}${holdText(hold)}`;
}
