import { printIntensity } from '../../units/format.ts';
import { fitText, printable } from '../output/text-width.ts';
import { sparkline } from '../views/bars.ts';
import { dot, printOptions } from '../views/look.ts';
import { joinedWhileFits } from './joined.ts';
import type { FrameLook } from './frame-types.ts';
import type { AheadReading } from './reading.ts';

/** The electricity of the next hours: its curve, and when it is cleanest. */
export function aheadLine(ahead: AheadReading, look: FrameLook): string {
  const print = printOptions(look);
  const values = ahead.hours.map(({ gPerKwh }) => gPerKwh);
  const first = ahead.hours[0];
  const lowest = ahead.hours.reduce((best, hour) => (hour.gPerKwh < best.gPerKwh ? hour : best));
  const hour = (ms: number): string => `${new Date(ms).getHours()}`.padStart(2, '0');
  const intensity = (gPerKwh: number): string => printIntensity({ value: gPerKwh, errors: {} }, print);
  const number = (gPerKwh: number): string => intensity(gPerKwh).split(' ')[0] ?? '';
  const basis = ahead.basis === 'marginal' ? 'marginal, ' : '';
  const texts = [
    `next ${values.length} h ${sparkline(values, values.length, look.unicode)}`,
    first === lowest
      ? `lowest now, ${intensity(lowest.gPerKwh)}`
      : `now ${intensity(first?.gPerKwh ?? 0)}, lowest ${number(lowest.gPerKwh)} at ${hour(lowest.atMs)}:00`,
    `${basis}${printable(ahead.source)} ${printable(ahead.zone)}`,
  ];
  return joinedWhileFits(texts, dot(look), look.width) || fitText(texts[0] ?? '', look.width);
}
