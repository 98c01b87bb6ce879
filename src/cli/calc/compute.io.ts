import type { CalcResult } from '../../calc/calc-result.ts';
import { calculate } from '../../calc/calculate.ts';
import type { CalcRequest } from '../../calc/calc-request.ts';
import { calcKnowledge } from '../../calc/knowledge.io.ts';
import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { meanRate, readRates } from '../../calc/rate-series.ts';
import { sensitivities } from '../../calc/sensitivity.ts';
import type { CliContext } from '../context.ts';
import { parseCommandLine } from '../parse/parse-command-line.ts';
import { readInput } from '../parse/read-input.ts';
import { CALC } from '../spec/calc-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import type { CalcOutcome } from './calc-outcome.ts';
import type { GreenerLine } from './greener-view.ts';
import { readTextFile } from './read-text-file.io.ts';
import { readRequest } from './read-request.ts';

type Input = InputOf<typeof CALC>;

/** Computes what the options of `joulebook calc` ask for. A place that is not known fails; no place at all leaves bounds. */
export function computeCalc(context: CliContext, input: Input): Result<CalcOutcome> {
  const currency = context.config.get('currency').value;
  const request = readRequest(input, typeof currency === 'string' ? currency : 'EUR');
  if (!request.ok) return request;
  const knowledge = calcKnowledge(context.host);
  const asked = withRates(context, input, request.value);
  if (!asked.ok) return asked;
  const result = calculate(asked.value, knowledge);
  if (!result.ok) return result;
  const { carbonMissing, place, energy, clock, carbon } = result.value;
  if (carbonMissing?.code === 'E_REGION') return err(carbonMissing);
  const { low, high } = knowledge.defaults().utilisation;
  const at = (utilisation: number): CalcResult | undefined => {
    const other = calculate({ ...asked.value, utilisation }, knowledge);
    return other.ok ? other.value : undefined;
  };
  const sensitivity = sensitivities(result.value, { at, low, high });
  const hours = clock?.estimate.value;
  const here = carbon?.estimate.value;
  if (place === undefined || here === undefined || here === null)
    return ok({ result: result.value, greener: [], sensitivity });
  const durationS = hours === undefined || hours === null ? undefined : hours * 3600;
  // Our carbon times the ratio of figures of one kind, so that amount and per cent say the same.
  const greener = knowledge
    .greener(energy.estimate, place, durationS)
    .map(({ place: other, intensity, versusHere }): GreenerLine => {
      const ratio = versusHere?.ratio ?? 1;
      return {
        id: other.id,
        name: other.name,
        grams: here * ratio,
        change: ratio - 1,
        year: intensity.year ?? 0,
      };
    });
  return ok({ result: result.value, greener, sensitivity });
}

/** The mean of a series of rates over the job, where `--rates` names one. */
function withRates(context: CliContext, { options }: Input, request: CalcRequest): Result<CalcRequest> {
  const { rates, start } = options;
  if (rates === undefined) return ok(request);
  const text = readTextFile(context, rates);
  if (!text.ok) return text;
  const steps = readRates(text.value, rates);
  if (!steps.ok) return steps;
  if (request.hours === undefined)
    return err(
      problem(
        'E_USAGE',
        '--rates without --hours',
        'A series of rates needs to know how long the job ran.',
        'Give `--hours 36`.',
      ),
    );
  const startMs = start === undefined || /^\d{4}$/.test(start) ? undefined : Date.parse(start);
  const mean = meanRate(steps.value, startMs, request.hours);
  if (!mean.ok) return mean;
  return ok({ ...request, intensity: { gPerKwh: mean.value, said: `mean of ${rates} over the job` } });
}

/** As {@link computeCalc}, from the words behind `joulebook calc`; for `why --calc`. */
export function computeCalcFrom(context: CliContext, argv: readonly string[]): Result<CalcOutcome> {
  const raw = parseCommandLine(CALC, argv);
  if (!raw.ok) return raw;
  const input = readInput(CALC, raw.value, context.config);
  if (!input.ok) return input;
  if (raw.value.options.has('batch'))
    return err(problem('E_USAGE', 'one estimate is asked for', '--batch makes many.', 'Leave --batch out.'));
  return computeCalc(context, input.value as Input);
}
