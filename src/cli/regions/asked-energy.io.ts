import { KWH_PER_J } from '../../book/footprint.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { scale } from '../../units/arithmetic.ts';
import { type Estimate, exact, fromWritten } from '../../units/estimate.ts';
import { parseEnergy } from '../../units/quantity.ts';
import type { CliContext } from '../context.ts';
import { openCliBook } from '../open-cli-book.io.ts';

/** An energy that was asked for. */
export interface AskedEnergy {
  /** kWh. */
  readonly kwh: Estimate;
  /** The run that it is of. */
  readonly run?: RunRecord;
}

/** Reads `--energy`: an energy with its unit, else a run, whose attributed energy of the facility is taken. */
export function askedEnergy(
  context: CliContext,
  text: string,
  options: { readonly book: string | undefined },
): Result<AskedEnergy> {
  const energy = parseEnergy(text, { label: '--energy' });
  if (energy.ok) return ok({ kwh: exact(energy.value * KWH_PER_J) });
  const book = openCliBook(context, options);
  const found = book.ok ? book.value.resolve(text) : book;
  if (!found.ok) {
    // A number in front is a quantity that was mistyped, though a run's id may begin with one too.
    return /^\s*[-+.\d]/.test(text) ? energy : found;
  }
  const joules = fromWritten(found.value.energy.facility.attributed);
  if (joules.value !== null) return ok({ kwh: scale(joules, KWH_PER_J), run: found.value });
  return err(
    problem(
      'E_NOT_FOUND',
      `the energy of ${found.value.name} is not known`,
      'Only bounds of it are, so there is nothing to compare.',
      'Give an energy: `--energy 10kWh`.',
    ),
  );
}
