import { numberOf, numbersOf, type RowReading } from './row-reading.ts';

/** Hours summed over the accelerators: as given, of parts that are listed, of the phases of a project, of machines, or from the tokens and their rate. */
export function acceleratorHoursOf(reading: RowReading): number | undefined {
  const [first] = reading.entries.get('acceleratorHours') ?? [];
  if (first?.value !== undefined) return first.value;
  const parts = numbersOf(reading, first === undefined ? 'acceleratorHoursPart' : 'acceleratorHours');
  if (parts.length > 0) return parts.reduce((sum, part) => sum + part, 0);
  const nodeHours = numberOf(reading, 'nodeHours');
  const perNode = numberOf(reading, 'perNode');
  if (nodeHours !== undefined && perNode !== undefined) return nodeHours * perNode;
  const tokens = numberOf(reading, 'tokens');
  const rate = numberOf(reading, 'tokensPerSecondEach');
  return tokens === undefined || rate === undefined ? undefined : tokens / rate / 3600;
}

/** What was added up for {@link acceleratorHoursOf}. */
export function acceleratorHoursNotes(reading: RowReading): readonly string[] {
  const [first] = reading.entries.get('acceleratorHours') ?? [];
  if (first?.value !== undefined) return [];
  const parts = reading.entries.get('acceleratorHoursPart') ?? [];
  const keys = first === undefined ? parts : [first];
  return keys.length === 0 || (keys.length === 1 && first === undefined)
    ? []
    : [`the accelerator-hours are the sum of ${keys.map(({ key }) => key).join(' and ')}`];
}
