import type { Derivation } from '../../units/derivation.ts';
import type { WrittenEstimate } from '../../units/estimate.ts';
import type { Sourced } from '../../units/sourced.ts';
import { type Evidence, seen } from './evidence.ts';
import { exactly, fromRecordedSource, recorded } from './nodes.ts';

type Json = Readonly<Record<string, unknown>>;

/** Units by the end of a name of the record (DESIGN: units stand in the names). */
const UNITS: readonly (readonly [ending: RegExp, unit: string])[] = [
  [/J$/, 'J'],
  [/Bytes$/, 'B'],
  [/S$/, 's'],
];

/** What a path of the record names: a figure, something that is no figure, or nothing. */
export type RecordedValue =
  | { readonly kind: 'figure'; readonly node: Derivation }
  | { readonly kind: 'other' }
  | { readonly kind: 'nothing' };

/** Any other number of the record, by its path or as a bare metric or parameter: what it is and who said it. */
export function recordedValue(e: Evidence, path: string): RecordedValue {
  const found = walk(e.record, path.split('.')) ?? bare(e, path);
  if (found === undefined) return { kind: 'nothing' };
  const node = nodeOf(e, path, found.value, found.path);
  return node === undefined ? { kind: 'other' } : { kind: 'figure', node };
}

function nodeOf(e: Evidence, label: string, value: unknown, path: string): Derivation | undefined {
  if (typeof value === 'number') {
    const unit = UNITS.find(([ending]) => ending.test(path))?.[1] ?? '1';
    return exactly(path, label, value, unit, seen(e, sayerOf(path)));
  }
  if (!isObject(value)) return undefined;
  if (isObject(value['attributed'])) return nodeOf(e, label, value['attributed'], `${path}.attributed`);
  if (!('value' in value && 'low' in value && 'high' in value)) return undefined;
  if ('source' in value) return fromRecordedSource(path, label, value as unknown as Sourced);
  return recorded(path, label, value as unknown as WrittenEstimate, seen(e, sayerOf(path)));
}

/** Who said it. */
function sayerOf(path: string): string {
  if (path.startsWith('metrics.')) return 'reported by the run itself';
  if (path.startsWith('params.')) return 'a parameter of the run';
  if (path.startsWith('machine.')) return 'the machine itself';
  return 'the journal of the run';
}

function bare(e: Evidence, name: string): { readonly value: unknown; readonly path: string } | undefined {
  for (const room of ['metrics', 'params'] as const) {
    if (Object.hasOwn(e.record[room], name)) return { value: e.record[room][name], path: `${room}.${name}` };
  }
  return undefined;
}

/** What stands at a path of the record; undefined where nothing does. */
export function valueAt(record: object, path: string): unknown {
  return walk(record, path.split('.'))?.value;
}

function walk(from: unknown, steps: readonly string[]): { value: unknown; path: string } | undefined {
  let at = from;
  for (let i = 0; i < steps.length; ) {
    if (Array.isArray(at)) {
      const step = steps[i] ?? '';
      at = /^-?\d+$/.test(step) ? at.at(Number(step)) : undefined;
      if (at === undefined) return undefined;
      i += 1;
      continue;
    }
    if (!isObject(at)) return undefined;
    // Names of metrics and parameters may hold dots: the longest name that fits wins.
    const here = at;
    const length = Array.from({ length: steps.length - i }, (_, n) => steps.length - i - n).find((n) =>
      Object.hasOwn(here, steps.slice(i, i + n).join('.')),
    );
    if (length === undefined) return undefined;
    at = here[steps.slice(i, i + length).join('.')];
    i += length;
  }
  return { value: at, path: steps.join('.') };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
