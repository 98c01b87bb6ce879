import type { CalcKnowledge } from '../knowledge.ts';
import { plainKey } from './find-key.ts';
import { type Entry, type RowReading, textOf } from './row-reading.ts';
import type { Slot } from './slots.ts';

/** The accelerator in `a100_hours` and `TPUv3-core-days`. */
const MODEL_IN_KEY = /^(tpu_?v\d[a-z]?|[a-z]{1,4}\d{2,4}[a-z]{0,3})(?:_[a-z0-9]+)*_(?:hours|days|years)$/;

/**
 * Papers count TPUs in cores, of which a chip has one or two: cores, core-hours and power of a core become those of chips, and the
 * accelerator that only the key of its hours names is the hardware.
 */
export function chipsOfCores(
  reading: RowReading,
  knowledge: CalcKnowledge,
): { readonly reading: RowReading; readonly notes: readonly string[] } {
  const entries = new Map(reading.entries);
  const hours = reading.entries.get('acceleratorHours') ?? [];
  const model = hours
    .map(({ key }) => MODEL_IN_KEY.exec(plainKey(key))?.[1])
    .find((name) => name !== undefined);
  const text = textOf(reading, 'hardware') ?? model;
  const match = text === undefined ? undefined : knowledge.accelerator(text.replaceAll('_', ' '));
  if (text === undefined || match?.kind !== 'found') return { reading, notes: [] };
  if (!reading.entries.has('hardware'))
    entries.set('hardware', [
      { key: hours[0]?.key ?? text, text: text.replaceAll('_', ' '), hasUnit: false },
    ]);
  const perChip = match.value.accelerator.sliceCores;
  const notes: string[] = [];
  const move = (from: Slot, to: Slot, factor: number, isCores: (entry: Entry) => boolean): void => {
    const moved = (entries.get(from) ?? []).filter((entry) => entry.value !== undefined && isCores(entry));
    if (moved.length === 0 || (from !== to && entries.has(to))) return;
    const rest = (entries.get(from) ?? []).filter((entry) => !moved.includes(entry));
    if (rest.length === 0) entries.delete(from);
    else entries.set(from, rest);
    const chips = moved.map((entry) => ({ ...entry, value: (entry.value ?? 0) * factor }));
    entries.set(to, [...(entries.get(to) ?? []), ...chips]);
    if (perChip !== 1) notes.push(`${moved[0]?.key ?? from}: ${perChip} cores are one chip`);
  };
  if (perChip !== undefined && !['cpu', 'sockets', 'cpuTdp'].some((slot) => entries.has(slot as Slot))) {
    move('cores', 'count', 1 / perChip, () => true);
    move('coreTdp', 'powerEach', perChip, () => true);
    move('coreHours', 'acceleratorHours', 1 / perChip, () => true);
    move('acceleratorHours', 'acceleratorHours', 1 / perChip, ({ key }) =>
      /(^|_)cores?_/.test(plainKey(key)),
    );
  }
  return { reading: { ...reading, entries }, notes };
}
