import type { Outcome } from '../../report/import/outcome.ts';
import type { Tally } from './tally.ts';

/** One outcome under --json. Energies in J, carbon in g. */
export function outcomeJson(format: string, { fate, file, line, why, repaired, run }: Outcome): unknown {
  return {
    fate,
    format,
    file,
    line: line ?? null,
    ...(why === undefined ? {} : { why }),
    ...(repaired === undefined ? {} : { repaired }),
    ...(run === undefined
      ? {}
      : {
          run: {
            id: run.id,
            name: run.name,
            project: run.project,
            startedAt: run.startedAt,
            durationS: run.durationS,
            energy: run.energy,
            carbon: run.carbon,
          },
        }),
  };
}

/** The counts under --json. */
export function tallyJson(tally: Tally): Readonly<Record<string, number>> {
  return {
    new: tally.count('new'),
    repaired: tally.repaired,
    withoutEnergy: tally.withoutEnergy,
    known: tally.count('known'),
    changed: tally.count('changed'),
    passed: tally.count('passed'),
    refused: tally.count('refused'),
  };
}
