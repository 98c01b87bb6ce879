import { problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { unitOf } from '../../units/dimensions.ts';
import { parseDuration, parseEnergy, parseMass } from '../../units/quantity.ts';
import type { SearchBudget } from './search-spec.ts';

/**
 * Reads one budget whose unit says of what it is: `2kWh`, `500 kJ`, `100g`, `2h`, `50trials`.
 *
 * @param label what asked for it, begins messages
 */
export function parseBudget(text: string, label: string): Result<SearchBudget> {
  const trimmed = text.trim();
  const [, number = '', unit = ''] = /^([\d_.]+(?:e[+-]?\d+)?)\s*(.*)$/i.exec(trimmed) ?? [];
  if (/^(?:trials?|runs?)$/i.test(unit)) {
    const trials = Number(number.replaceAll('_', ''));
    return Number.isSafeInteger(trials) && trials >= 1
      ? ok({ trials })
      : err(refused(trimmed, label, `${number} is no number of trials.`, '50 trials'));
  }
  const dimension = unitOf(unit)?.dimension;
  if (dimension === 'energy') return mapped(parseEnergy(trimmed, { label }), (energyJ) => ({ energyJ }));
  if (dimension === 'mass') return mapped(parseMass(trimmed, { label }), (carbonG) => ({ carbonG }));
  if (dimension === 'duration' || /^\d+:\d/.test(trimmed) || /^(?:\d[\d.]*[a-z]+\s*){2,}$/i.test(trimmed))
    return mapped(parseDuration(trimmed, { label }), (timeS) => ({ timeS }));
  if (dimension === 'power') return mapped(parseEnergy(trimmed, { label }), (energyJ) => ({ energyJ }));
  if (number !== '' && unit === '')
    return err(
      refused(
        trimmed,
        label,
        'A bare number could be joules, grams, seconds or trials.',
        /^[1-9]\d*$/.test(number) ? `${number} trials` : '50 trials',
      ),
    );
  const why =
    number === ''
      ? `"${trimmed}" does not begin with a number.`
      : `"${unit}" is no unit of energy, carbon or time.`;
  return err(refused(trimmed, label, why, '2 kWh'));
}

function mapped(parsed: Result<number>, make: (value: number) => SearchBudget): Result<SearchBudget> {
  return parsed.ok ? ok(make(parsed.value)) : parsed;
}

function refused(text: string, label: string, why: string, example: string): ReturnType<typeof problem> {
  return problem(
    'E_SEARCH',
    `${label} ${text}: a budget is asked for`,
    why,
    `Write such as \`${example}\`; also \`500 kJ\`, \`100 g\`, \`2h\`.`,
  );
}
