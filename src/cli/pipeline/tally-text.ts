import type { Tally } from '../../pipeline/energy/tally.ts';
import { printEnergy, type PrintOptions } from '../../units/format.ts';
import type { Estimate } from '../../units/estimate.ts';

/** The figures at the end of a repro, line by line. What is nothing is left out; nothing at all gives no lines. */
export function tallyLines(tally: Tally, print: PrintOptions): readonly string[] {
  const line = (name: string, energy: Estimate, of: string): readonly string[] =>
    energy.value === 0 ? [] : [`${name.padEnd(13)}${printEnergy(energy, print)}  ${of}`];
  const missing = tally.withoutRecord.length;
  const some = missing === 1 ? '1 stage has no record' : `${missing} stages have no record`;
  return [
    ...line('Spent', tally.spent, 'by the stages that ran'),
    ...line('Avoided', tally.avoided, 'by restoring results from the cache'),
    ...line('Unchanged', tally.unchanged, 'that what was there once took'),
    ...line(
      'From scratch',
      tally.fromScratch,
      missing === 0 ? 'to compute all of it once' : `at least: ${some}`,
    ),
  ];
}
