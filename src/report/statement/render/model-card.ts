import { problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import { visibleText } from '../../chart/visible-text.ts';
import { placeNames } from '../places.ts';
import type { Statement } from '../statement.ts';

/** Digits of the grams: nobody rounds them again. */
const DIGITS = 6;

/**
 * `co2_eq_emissions` for the front matter of a Hugging Face model card; `emissions` are grams of operational CO2e of all runs of the report. Fails where the
 * carbon has no value or is of several kinds: a card has one number.
 *
 * @see https://huggingface.co/docs/hub/model-cards-co2
 */
export function modelCardReport(statement: Statement): Result<string> {
  const { totals, places, machines, context, madeBy, fates } = statement;
  const [carbon, ...others] = totals.operational;
  const grams = carbon?.total.value ?? null;
  if (carbon === undefined || grams === null || carbon.without > 0 || others.length > 0) {
    // A run of which nothing is known has no kind either: that is no kind of its own.
    const isMixed = totals.operational.filter(({ without, runs }) => without < runs).length > 1;
    return err(
      problem(
        'E_NOT_FOUND',
        'there is no one number of grams for a model card',
        isMixed
          ? 'The runs have carbon of several kinds, which do not add up.'
          : 'The carbon of a run is known by bounds only, or not at all.',
        isMixed
          ? 'Report runs of one kind, e.g. by `region:`.'
          : 'Name the place when measuring: `joulebook run --region FR`.',
      ),
    );
  }
  const { low, high } = carbon.total;
  const band =
    low === null || high === null || low === high
      ? ''
      : `; 90% interval ${plain(low, 2)} to ${plain(high, 2)} g`;
  const counted = fates.map(({ fate, runs }) => `${runs} ${fate}`).join(', ');
  const location = context.location ?? placeNames(places).join('; ');
  const hardware = context.hardware ?? machines.map(({ text }) => text).join('; ');
  const isImported = totals.grade === 'D';
  return ok(
    [
      'co2_eq_emissions:',
      `  emissions: ${plain(grams, DIGITS)}`,
      `  source: ${quoted(`${madeBy}, ${isImported ? 'from other tools' : 'measured while running'}, grade ${totals.grade}; runs: ${counted}${band}; operational, location-based`)}`,
      context.trainingType === undefined
        ? '  # training_type: "pre-training" or "fine-tuning": no run says which'
        : `  training_type: ${quoted(context.trainingType)}`,
      ...(location === '' ? [] : [`  geographical_location: ${quoted(location)}`]),
      ...(hardware === '' ? [] : [`  hardware_used: ${quoted(hardware)}`]),
      '',
    ].join('\n'),
  );
}

/** Without an exponent, which YAML 1.1 reads as text where it has no point. */
function plain(value: number, precision: number): string {
  const number = Number(value.toPrecision(precision));
  if (Math.abs(number) >= 1e21) return BigInt(number).toString();
  if (number === 0 || Math.abs(number) >= 1e-6) return String(number);
  const decimals = Math.min(100, precision - 1 - Math.floor(Math.log10(Math.abs(number))));
  return number.toFixed(decimals).replace(/0+$/, '');
}

/** JSON's text is YAML's, in double quotes. */
function quoted(text: string): string {
  return JSON.stringify(visibleText(text));
}
