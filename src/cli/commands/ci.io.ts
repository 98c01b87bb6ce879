import type { CommandExit } from '../../run/command-process.ts';
import type { RunOutcome } from '../../run/run-command.io.ts';
import { accept } from '../ci/accept.io.ts';
import { marginOption } from '../ci/baseline-option.ts';
import { compare } from '../ci/compare.io.ts';
import { ciConstants } from '../ci/constants.io.ts';
import { defaultName } from '../ci/default-name.ts';
import { type BaselineSource, baselineSource } from '../ci/find-baseline.io.ts';
import { publish } from '../ci/publish.io.ts';
import { tellResult } from '../ci/tell-result.ts';
import type { CliContext } from '../context.ts';
import { openCliBook } from '../open-cli-book.io.ts';
import { endLike, statusOf } from '../run/end-like.io.ts';
import { measureCommand } from '../run/measure-command.io.ts';
import { finalCode, isTrouble, tellOutcome } from '../run/tell-outcome.io.ts';
import type { CI } from '../spec/ci-specs.ts';
import type { InputOf } from '../spec/spec.ts';

type Input = InputOf<typeof CI>;

const EXIT_OVER = 4;

/** `joulebook ci`: runs a command as `run` does, compares its energy with a baseline, and fails where it has surely grown. */
export async function run(context: CliContext, given: Input): Promise<number> {
  const { options } = given;
  const margin = marginOption(options.margin);
  if (!margin.ok) return context.fail(margin.error);
  const source = baselineSource(context, options.baseline, {
    book: options.book,
    update: options.updateBaseline,
  });
  if (!source.ok) return context.fail(source.error);
  // Five full cards would bury the comparison.
  const isShort = options.repeat > 1 && given.origins['card'] === 'default';
  const input: Input = {
    ...given,
    options: {
      ...options,
      card: isShort ? 'short' : options.card,
      name: options.name ?? defaultName(given.rest),
      tags: ['ci', ...options.tags],
    },
  };
  const outcomes: RunOutcome[] = [];
  for (let i = 0; i < options.repeat; i++) {
    const outcome = await measureCommand(context, input);
    if (!outcome.ok) return context.fail(outcome.error);
    outcomes.push(outcome.value);
    tell(context, input, outcome.value);
    if (isBad(outcome.value)) break;
  }
  return finish(context, input, outcomes as [RunOutcome, ...RunOutcome[]], source.value, margin.value);
}

function isBad({ exit, limit }: RunOutcome): boolean {
  return limit !== undefined || statusOf(exit) !== 0;
}

function tell(context: CliContext, input: Input, outcome: RunOutcome): void {
  if (!context.json) tellOutcome(context, input, outcome);
  else for (const warning of outcome.warnings) context.warn(warning);
}

function finish(
  context: CliContext,
  input: Input,
  outcomes: readonly [RunOutcome, ...RunOutcome[]],
  source: BaselineSource,
  margin: number,
): number {
  const last = outcomes.at(-1) ?? outcomes[0];
  const records = outcomes.map(({ record }) => record);
  const constants = ciConstants();
  const warned = context.warnings.length;
  const book = openCliBook(context, input.options);
  if (!book.ok) context.warn(book.error);
  const compared = compare(book.ok ? book.value : undefined, input, records, source, {
    margin,
    constants,
    hasFailed: isBad(last),
  });
  const result = accept(context, book.ok ? book.value : undefined, input, compared, source, constants);
  const status = statusOf(last.exit);
  const judged = Math.max(...outcomes.map((outcome) => finalCode(input, outcome, statusOf(outcome.exit))));
  const isOver = result.verdict === 'over' && !input.options.updateBaseline;
  publish(context, input, result);
  // What could not be kept or written is the tracker's trouble, as in `run`.
  const inTrouble = input.options.strict && context.warnings.slice(warned).some(isTrouble);
  const kept = inTrouble && judged === 0 ? 1 : judged;
  const code = isOver && status === 0 ? EXIT_OVER : isBad(last) ? finalCode(input, last, status) : kept;
  tellResult(context, result, code);
  const exit: CommandExit = code === status ? last.exit : { how: 'exited', code };
  return endLike(exit);
}
