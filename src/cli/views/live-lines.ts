import type { HourRecord, RunRecord } from '../../book/run-record.ts';
import { printIntensity } from '../../units/format.ts';
import { dot, type Look, printOptions } from './look.ts';
import { shareText } from '../../units/format-share.ts';

/** What a run's page says of live sources: how much of it they cover, the figures by hour, the yearly figure beside them. */
export function liveLines({ carbon }: RunRecord, look: Look): readonly string[] {
  const { live, hourly = [], offline } = carbon;
  const print = printOptions(look);
  const lines: string[] = [];
  if (live !== undefined) {
    const failed = live.failure === undefined ? [] : [live.failure];
    lines.push([`${percent(live.fraction)} of the energy`, `zone ${live.zone}`, ...failed].join(dot(look)));
    if (live.fraction > 0) lines.push(...hoursLine(hourly, look));
    if (live.fraction > 0 && offline !== undefined && offline.value !== null) {
      const year = offline.year === undefined ? '' : ` in ${offline.year}`;
      lines.push(`by the year ${printIntensity(offline.value, print)}${year}, ${offline.boundary}`);
    }
  }
  return lines;
}

/** At most three hours by name; of more the lowest and the highest. */
function hoursLine(hourly: readonly HourRecord[], look: Look): readonly string[] {
  const known = hourly.flatMap(({ hour, gPerKwh }) => (gPerKwh === null ? [] : [{ hour, g: gPerKwh }]));
  const shown = (g: number): string => printIntensity(g, printOptions(look));
  if (known.length < 2) return [];
  if (known.length <= 3)
    return [known.map(({ hour, g }) => `${hour.slice(11, 16)}Z ${shown(g)}`).join(dot(look))];
  const sorted = [...known].sort((a, b) => a.g - b.g);
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  if (lowest === undefined || highest === undefined) return [];
  const at = ({ hour, g }: typeof lowest): string => `${shown(g)} at ${hour.slice(0, 16).replace('T', ' ')}Z`;
  return [`${known.length} hours, from ${at(lowest)} to ${at(highest)}`];
}

function percent(part: number): string {
  if (part <= 0) return 'none';
  return part > 0.995 ? 'all' : shareText(part);
}
