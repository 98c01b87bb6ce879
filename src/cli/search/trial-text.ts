import { asLoss } from '../../search/study/objective.ts';
import type { StudyPlan } from '../../search/study/study-plan.ts';
import { type TrialRecord, whyOf } from '../../search/study/trial-record.ts';
import { printEnergy } from '../../units/format.ts';
import { plainNumber, printOptions, type Look } from '../views/look.ts';
import { configurationText } from '../study/parameter-text.ts';
import { fitText, padText, textWidth, wrapText } from '../output/text-width.ts';

/** The objectives as a trial has them now: `val_acc 0.93`. */
export function valuesText({ reports, losses }: TrialRecord, { objectives }: StudyPlan): string {
  const last = losses ?? reports.at(-1)?.losses ?? [];
  return objectives
    .flatMap((objective, i) => {
      const loss = last[i];
      if (loss === undefined || Number.isNaN(loss)) return [];
      const value = Number.isFinite(loss) ? plainNumber(asLoss(objective, loss)) : 'nan';
      return [`${objective.metric} ${value}`];
    })
    .join(', ');
}

/** The same without the name where that would push the value out. */
function shortValues(trial: TrialRecord, plan: StudyPlan, width: number): string {
  const text = valuesText(trial, plan);
  const [objective, ...others] = plan.objectives;
  if (objective === undefined || others.length > 0 || textWidth(text) <= width) return text;
  return text.slice(objective.metric.length + 1);
}

const NUMBER = 5;
const STATE = 9;
const VALUES = 22;
const ENERGY = 9;

/** A trial that has ended, or is to be tried again, as one line; a reason that does not fit there stands below. */
export function trialLine(
  trial: TrialRecord,
  plan: StudyPlan,
  facts: { readonly isBest: boolean; readonly again: boolean },
  look: Look,
): string {
  const why = whyOf(trial);
  const isReason = trial.state === 'failed' || facts.again;
  const rest = isReason ? (why ?? '') : configurationText(trial.configuration);
  const mark = facts.isBest ? (look.unicode ? '★ ' : '* ') : '';
  const cells = [
    padText(`#${trial.number}`, NUMBER, 'right'),
    padText(facts.again ? 'again' : trial.state, STATE),
    padText(
      fitText(`${mark}${shortValues(trial, plan, VALUES - mark.length)}`, VALUES, look.unicode ? '…' : '..'),
      VALUES,
    ),
    padText(printEnergy(trial.joules, printOptions(look)), ENERGY, 'right'),
    rest,
  ];
  const line = cells.join('  ').trimEnd();
  if (!isReason || textWidth(line) <= look.width) return fitText(line, look.width, look.unicode ? '…' : '..');
  const indent = ' '.repeat(NUMBER + 2);
  const below = wrapText(rest, look.width - indent.length).map((text) => `${indent}${text}`);
  return [cells.slice(0, -1).join('  ').trimEnd(), ...below].join('\n');
}
