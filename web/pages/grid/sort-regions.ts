import type { RegionRow } from './grid-data.ts';

/** By what the table is sorted; a minus turns it round. */
export const SORT_KEYS = ['name', 'intensity', 'low', 'high', 'year', 'source'] as const;

export type SortKey = (typeof SORT_KEYS)[number];

/** Rows whose names or codes have all words of a search in them. */
export function found(rows: readonly RegionRow[], search: string): readonly RegionRow[] {
  const words = fold(search).split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = fold(
      [row.id, row.name, row.country, row.continent, row.provider, row.intensity.source].join(' '),
    );
    return words.every((word) => text.includes(word));
  });
}

function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** Sorted as the address says; what is not known stands last either way. */
export function sorted(rows: readonly RegionRow[], by: string | undefined): readonly RegionRow[] {
  const isDown = by?.startsWith('-') === true;
  const named = isDown ? by.slice(1) : (by ?? 'intensity');
  const key = SORT_KEYS.find((one) => one === named) ?? 'intensity';
  const valueOf = ({ name, intensity }: RegionRow): string | number | null =>
    ({
      name,
      intensity: intensity.value,
      low: intensity.low,
      high: intensity.high,
      year: intensity.year ?? null,
      source: intensity.source,
    })[key];
  return rows.toSorted((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    const order =
      typeof x === 'string' && typeof y === 'string' ? x.localeCompare(y, 'en') : Number(x) - Number(y);
    return isDown ? -order : order;
  });
}
