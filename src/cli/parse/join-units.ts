import { unitOf } from '../../units/dimensions.ts';
import type { CommandSpec, OptionSpec } from '../spec/spec.ts';

const BARE = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * `--max-energy 2 kWh` without quotes: joins number and unit. Only for energies and masses, where a bare number is never right; after
 * a duration the next word may well be the command (`w` is one).
 *
 * @example
 * joinUnits(RUN, RUN.options, ['--max-energy', '2', 'kWh', 'true']) // ['--max-energy', '2 kWh', 'true']
 */
export function joinUnits(
  spec: CommandSpec,
  options: readonly OptionSpec[],
  argv: readonly string[],
): string[] {
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--' || (!word.startsWith('-') && spec.rest !== undefined))
      return [...words, ...argv.slice(i)];
    words.push(word);
    const option = options.find(({ long, short }) => word === long || word === short);
    const value = argv[i + 1];
    if (option?.placeholder === undefined || value === undefined) continue;
    const unit = argv[i + 2] ?? '';
    const joins =
      (option.kind === 'energy' || option.kind === 'mass') && BARE.test(value) && unitOf(unit) !== undefined;
    words.push(joins ? `${value} ${unit}` : value);
    i += joins ? 2 : 1;
  }
  return words;
}
