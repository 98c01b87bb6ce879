import type { PrintOptions } from '../../units/format.ts';
import type { Style } from '../output/style.ts';

/** How a view is drawn. */
export interface Look {
  readonly width: number;
  readonly unicode: boolean;
  readonly style: Style;
  readonly unit: 'Wh' | 'J';
  readonly wide?: boolean;
}

/** How numbers are printed in it. */
export function printOptions(look: Look): PrintOptions {
  return { unit: look.unit, ascii: !look.unicode };
}

/** Last characters of a ULID by which people name a run. */
const SHORT_ID = 6;

/** The short id of a run. */
export function shortId(id: string): string {
  return id.slice(-SHORT_ID).toLowerCase();
}

/** A metric or parameter as people read it: at most four significant digits. */
export function plainNumber(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** A separator between facts on one line. */
export function dot(look: Look): string {
  return look.unicode ? ' · ' : ', ';
}
