import { asLoss, type Objective } from '../../search/study/objective.ts';
import type { StudyState } from '../../search/study/study-state.ts';
import type { TrialRecord } from '../../search/study/trial-record.ts';
import { likelySaving } from '../../search/workers/saved-interval.ts';
import { printEnergy } from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { wrapText } from '../output/text-width.ts';
import { type Look, plainNumber, printOptions } from '../views/look.ts';
import { configurationText } from './parameter-text.ts';
import { shareText } from '../../units/format-share.ts';

/** Why a trial was tried and why it ended, in sentences; each is a line of its own before it is wrapped. */
export function explanation(trial: TrialRecord, state: StudyState, look: Look): string[] {
  const { plan } = state;
  return [
    `Trial ${trial.number} of ${plan.name}: ${configurationText(trial.configuration) || 'no parameters'}.`,
    ...origin(trial, state),
    ...progress(trial, plan.objectives, plan.resource ?? 'resource', look),
    ...control(trial),
    ...ending(trial),
    ...attempts(trial, look),
    ...saved(trial, state, look),
    ...rank(trial, state),
  ];
}

/** As {@link explanation}, for the screen. */
export function explainView(trial: TrialRecord, state: StudyState, look: Look): string[] {
  return explanation(trial, state, look).flatMap((line) => wrapText(line, look.width));
}

function origin(trial: TrialRecord, { plan, trials }: StudyState): string[] {
  const before = trials
    .slice(0, trial.number)
    .filter(({ state }) => state === 'complete' || state === 'stopped');
  switch (trial.origin) {
    case 'enqueued':
      return ['It was put in the queue by somebody.'];
    case 'warm-start':
      return ['It was among the best of an earlier study of the same command.'];
    case 'imported':
      return ['It was taken in from elsewhere and has cost this study nothing.'];
    case 'final':
      return [
        'It trains the recommended configuration to its end, of the part of the budget that is kept for that.',
      ];
    default: {
      const known = `${before.length} ${before.length === 1 ? 'trial' : 'trials'}`;
      const how = plan.sampler.name;
      if (how === 'random' || how === 'sobol' || how === 'grid')
        return [`It was proposed by ${how}, which does not look at other trials.`];
      const startup = plan.startup ?? 10;
      return before.length < startup
        ? [`It was drawn by chance: ${how} begins to learn after ${startup} trials, and there were ${known}.`]
        : [
            `It was proposed by ${how}, as likely among the good and unlikely among the bad of ${known} before it.`,
          ];
    }
  }
}

function progress(trial: TrialRecord, objectives: readonly Objective[], unit: string, look: Look): string[] {
  const last = trial.reports.at(-1);
  if (last === undefined)
    return trial.state === 'waiting' ? ['It waits to be started.'] : ['It has reported nothing.'];
  const losses = trial.losses ?? last.losses;
  const values = objectives
    .map((objective, i) => {
      const loss = losses[i];
      const value = loss === undefined || Number.isNaN(loss) ? '-' : plainNumber(asLoss(objective, loss));
      return `${objective.metric} ${value}`;
    })
    .join(', ');
  const energy = trial.joules > 0 ? `, with ${printEnergy(trial.joules, printOptions(look))}` : '';
  return [`It came to ${unit} ${plainNumber(last.resource)}: ${values}${energy}.`];
}

function control(trial: TrialRecord): string[] {
  if (!trial.isControl || trial.origin === 'final') return [];
  const what = 'It is a control trial, which goes on whatever the stopper says.';
  return trial.spared === undefined
    ? [`${what} Nothing would have stopped it.`]
    : [`${what} Another would have been stopped: ${trial.spared.text} (${trial.spared.rule}).`];
}

function ending(trial: TrialRecord): string[] {
  const { state, reason, failure, sentence, resumedFor } = trial;
  const resumed = resumedFor === undefined ? [] : [`It went on after a pause: ${resumedFor.text}.`];
  switch (state) {
    case 'complete':
      return [...resumed, 'It was trained to its end.'];
    case 'stopped':
      return [
        ...resumed,
        reason === undefined ? 'It was stopped.' : `It was stopped: ${reason.text} (${reason.rule}).`,
      ];
    case 'paused':
      return [
        ...resumed,
        reason === undefined ? 'It is paused.' : `It is paused: ${reason.text} (${reason.rule}).`,
      ];
    case 'failed':
      return [...resumed, `It has failed: ${failure?.text ?? 'why is not known'}.`];
    case 'lost':
      return [...resumed, 'It was lost with the process that watched it.'];
    case 'running':
      return [
        ...resumed,
        sentence === undefined ? 'It runs.' : `It is being ended: ${sentence.reason.text}.`,
      ];
    default:
      return resumed;
  }
}

function attempts({ attempt, timesLost, failure, state, wasted }: TrialRecord, look: Look): string[] {
  if (attempt < 2 && timesLost === 0) return [];
  const why =
    timesLost > 0
      ? 'one was lost with the process that watched it'
      : `one failed: ${failure?.text ?? 'why is not known'}`;
  const energy = wasted > 0 ? `, which has cost ${printEnergy(wasted, printOptions(look))}` : '';
  return [`Attempt ${Math.max(1, attempt)}${state === 'failed' ? '' : ` after ${why}`}${energy}.`];
}

function saved(trial: TrialRecord, state: StudyState, look: Look): string[] {
  const saving = likelySaving(trial, state);
  if (saving === undefined) return [];
  const { startedAt, endedAt } = trial;
  const used = trial.reports.at(-1)?.joules ?? 0;
  const time =
    startedAt === undefined || endedAt === undefined || used <= 0 || endedAt <= startedAt
      ? ''
      : ` and ${printDuration(((endedAt - startedAt) * saving.joules) / used, printOptions(look))}`;
  return [
    `That has saved about ${printEnergy(saving.joules, printOptions(look))}${time}: the last ${shareText(saving.part)} of its training.`,
  ];
}

function rank(trial: TrialRecord, { trials }: StudyState): string[] {
  const loss = trial.losses?.[0];
  if (trial.state !== 'complete' || loss === undefined || trial.losses?.length !== 1) return [];
  const complete = trials.filter(({ state, losses }) => state === 'complete' && losses !== undefined);
  const better = complete.filter(({ losses }) => (losses?.[0] as number) < loss).length;
  return [`It is number ${better + 1} of ${complete.length} complete trials.`];
}
