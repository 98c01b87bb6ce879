import type { RunRecord } from '../../book/run-record.ts';

/** How a half of a surrogate pair stands in JSON: as an escape, never as it is. */
const SURROGATE = /\\ud[89a-f]/i;

/**
 * Records from their texts. Half a surrogate pair (Python makes such of a file name that is no UTF-8) is no text for others: a collector
 * refuses the whole request for it, a database the row. It becomes U+FFFD.
 */
export function parseRecords(texts: readonly string[]): readonly RunRecord[] {
  return texts.map(
    (text) => (SURROGATE.test(text) ? JSON.parse(text, wellFormed) : JSON.parse(text)) as RunRecord,
  );
}

const LONE = /\p{Surrogate}/gu;

function wellFormed(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(LONE, '\ufffd');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, of]) => [key.replaceAll(LONE, '\ufffd'), of]));
}
