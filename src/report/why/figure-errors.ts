import type { Derivation } from '../../units/derivation.ts';
import { sum } from '../../units/arithmetic.ts';
import { type ErrorSources, fromWritten, type WrittenEstimate } from '../../units/estimate.ts';
import type { Evidence } from './evidence.ts';
import { valueAt } from './recorded-value.ts';

/** The error sources of a figure as the record has them; none of one that has no interval, or whose interval is bounds alone. */
export function figureErrors({ record }: Evidence, { id }: Derivation): ErrorSources {
  if (id === 'power') return record.energy.wall.attributed.errors;
  const [, gpuPart] = /^gpu\.(attributed|active|idle|machine)$/.exec(id) ?? [];
  if (gpuPart !== undefined) {
    const gpus = Object.entries(record.energy.components).filter(([name]) => name.startsWith('gpu:'));
    return sum(gpus.map(([, gpu]) => fromWritten(gpu[gpuPart as 'attributed']))).errors;
  }
  const [, number, epochPart] = /^energy\.epochs\.(\d+)\.(attributed|active)$/.exec(id) ?? [];
  if (number !== undefined) {
    const epoch = record.energy.epochs.find(({ n }) => n === Number(number));
    return epoch?.[epochPart as 'attributed'].errors ?? {};
  }
  if (id === record.carbon.pue?.id) return record.carbon.pue.errors;
  const found = valueAt(record, id);
  return hasErrors(found) ? found.errors : {};
}

function hasErrors(value: unknown): value is Pick<WrittenEstimate, 'errors'> {
  return typeof value === 'object' && value !== null && 'errors' in value;
}
