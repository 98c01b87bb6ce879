import type { RunRecord } from '../../book/run-record.ts';
import type { Problem } from '../../errors.ts';
import { regionProblem } from '../../grid/region-problem.ts';
import { placeOf } from '../../grid/where.io.ts';
import { type CardDashboard, type CardLook, runCard } from '../card/run-card.ts';
import type { CliContext } from '../context.ts';
import { versusOf } from '../versus/versus-of.ts';
import type { MeasureInput } from './measure-input.io.ts';

/** What came out of a measurement, however it was made. */
export interface Outcome {
  readonly record: RunRecord;
  readonly limit: string | undefined;
  readonly warnings: readonly Problem[];
}

/**
 * Prints the warnings and the card, or the record under `--json`.
 *
 * @param beside what else the card says.
 */
export function tellOutcome(
  context: CliContext,
  input: MeasureInput,
  outcome: Outcome,
  beside: CardBeside = {},
): void {
  for (const warning of outcome.warnings) context.warn(warning);
  if (context.json) {
    context.succeed(outcome.record);
    return;
  }
  const { card, scope } = input.options;
  if (context.quiet || card === 'off') return;
  const unit = context.config.get('unit').value === 'J' ? 'J' : 'Wh';
  const { columns: width, unicode, errStyle: style } = context;
  const look: CardLook = { width, unicode, style, unit, how: card, scope };
  // The terminal has echoed ^C: the card begins on a line of its own.
  const lead = context.errIsTTY && outcome.record.state === 'interrupted' ? '\n' : '';
  context.err(`${lead}${runCard(outcome.record, look, beside.versus, beside.dashboard).join('\n')}\n`);
}

/** What a card says beside the record. */
export interface CardBeside {
  /** What the energy is set beside. */
  readonly versus?: string;
  readonly dashboard?: CardDashboard;
}

/** What the card says beside the record, where there is a whole card: nothing is loaded or read for it before the command has ended. */
export async function besideCard(
  context: CliContext,
  { options }: MeasureInput,
  { record }: Outcome,
): Promise<CardBeside> {
  if (context.json || context.quiet || options.card !== 'full') return {};
  const versus = await versusOf(context, record, options.book);
  const { dashboardOf } = await import('../dashboard/dashboard-of.io.ts');
  return {
    ...(versus === undefined ? {} : { versus }),
    // A part of another run is shown with that one.
    ...(record.parentId === undefined ? { dashboard: dashboardOf(context.host, options.book) } : {}),
  };
}

/**
 * Exit code of a measurement: 4 if we ended the command for a limit; else the command's own if not 0; else 6 if `--require-grade` is
 * missed; else 1 under `--strict` if the tracker had trouble.
 */
export function finalCode(input: MeasureInput, outcome: Outcome, commandStatus: number): number {
  if (outcome.limit !== undefined) return 4;
  if (commandStatus !== 0) return commandStatus;
  const { requireGrade, strict } = input.options;
  if (requireGrade !== undefined && outcome.record.grade > requireGrade) return 6;
  return strict && outcome.warnings.some(isTrouble) ? 1 : 0;
}

/** Notes about choices are no trouble; what could not be measured or written is. */
export function isTrouble(warning: Problem): boolean {
  return ['E_BOOK_WRITE', 'E_METER', 'E_OUTPUT', 'E_PROTOCOL', 'E_PARAMS', 'E_NATIVE'].includes(warning.code);
}

/** A region that is not one place of the tables is refused before anything runs. */
export function checkRegion({ host }: CliContext, { options }: MeasureInput): Problem | undefined {
  if (options.region === undefined || options.intensity !== undefined) return undefined;
  return regionProblem(options.region, placeOf(host, options.region));
}
