import type { CalcKnowledge } from '../knowledge.ts';
import { plainKey } from './find-key.ts';
import type { RowReading } from './row-reading.ts';

/** Where a row ran, as the tables have it. */
export interface RowPlace {
  readonly region?: string;
  readonly notes: readonly string[];
}

/**
 * The most exact place that is known: of `region` and `country` the region in that country, then the region, then the country; of
 * `Council Bluffs, Iowa, USA` what is left without the town. What is not known at all is handed on, and said.
 */
export function rowPlace(reading: RowReading, knowledge: CalcKnowledge): RowPlace {
  const said = (reading.entries.get('region') ?? []).flatMap(({ key, text }) =>
    text === undefined ? [] : [{ text, isCountry: plainKey(key).includes('country') }],
  );
  const [first] = said;
  if (first === undefined) return { notes: [] };
  const inner = said.filter(({ isCountry }) => !isCountry).map(({ text }) => text);
  const outer = said.filter(({ isCountry }) => isCountry).map(({ text }) => text);
  const whole = [...inner, ...outer].join(', ');
  const candidates = [...new Set([whole, ...inner.map((text) => text), ...shorter(whole), ...outer])];
  const found = candidates.find((text) => knowledge.place(text).kind === 'found');
  const wanted = inner[0] ?? first.text;
  if (found === undefined) return { region: wanted, notes: [] };
  const isShorter = found !== whole && !inner.includes(found);
  return {
    region: found,
    notes: isShorter ? [`"${wanted}" is in no table: the place is read as ${found}`] : [],
  };
}

/** `a, b, c` without its first part, again and again; `a (b)` as `a`, then as `b`. */
function shorter(text: string): readonly string[] {
  const [, outside = text, inside] = /^(.*?)\s*\(([^()]*)\)\s*$/.exec(text) ?? [];
  const parts = outside.split(/\s*,\s*/);
  return [
    outside,
    ...(inside === undefined ? [] : [inside]),
    ...parts.slice(1).map((_, i) => parts.slice(i + 1).join(', ')),
  ];
}
