import type { EndEvent } from '../../book/journal-event.ts';
import type { Fate, Outcome } from '../study/outcome.ts';
import type { Trial } from '../study/trial.ts';
import type { ToldState } from './drive-message.ts';

/** How a trial has ended as its program tells it, in the study's words. */
export function outcomeOf(
  { state, why }: { readonly state: Exclude<ToldState, 'paused'>; readonly why?: string },
  metrics: Readonly<Record<string, number>> | undefined,
  { reports }: Trial,
  usage: NonNullable<Outcome['usage']>,
): Outcome {
  switch (state) {
    case 'complete':
      return { state, usage, ...(metrics === undefined ? {} : { metrics }) };
    case 'stopped': {
      const resource = reports.at(-1)?.resource ?? 0;
      return {
        state,
        usage,
        ...(why === undefined ? {} : { reason: { rule: 'told', resource, text: why } }),
      };
    }
    case 'failed': // an exception is to a function what an exit code is to a program: the file's `retry` holds for it
      return { state, usage, failure: { kind: 'exit', text: why ?? 'its driver said so', exitCode: 1 } };
    default:
      return { state, usage };
  }
}

/** How the run of a trial is recorded. */
export function runState(told: ToldState, { state }: Fate): EndEvent['state'] {
  if (told === 'lost') return 'interrupted';
  if (told === 'failed' || state === 'failed') return 'failed';
  return state === 'complete' ? 'ok' : 'stopped';
}
