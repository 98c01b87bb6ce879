import { errorWords } from '../../report/why/error-words.ts';
import { type IntervalPart, intervalParts } from '../../report/why/interval-parts.ts';
import type { ErrorSources } from '../../units/estimate.ts';
import { padText, textWidth } from '../output/text-width.ts';
import { bar } from '../views/bars.ts';
import type { Look } from '../views/look.ts';
import { bandText } from './figure-text.ts';
import { foldText } from './fold-text.ts';
import { ascii } from './tree-lines.ts';

const BAR = 12;
/** Sources that make less than this part of an interval are told together. */
const LEAST = 0.005;
/** Names get what bar and numbers leave of the line, within these bounds. */
const NAMES = { least: 16, most: 44, besideThem: 44 } as const;

/** How much each source of error makes of an interval: a line each, the largest first. */
export function widthLines(
  errors: ErrorSources,
  look: Look,
  devices: Readonly<Record<string, string>> = {},
): readonly string[] {
  const parts = intervalParts(errors);
  const told = parts.filter(({ part }, i) => i === 0 || part >= LEAST);
  if (told.length === 0) return [];
  const names = told.map(({ source }) => nameOf(source, told, devices));
  const most = Math.max(NAMES.least, Math.min(NAMES.most, look.width - NAMES.besideThem));
  const nameRoom = Math.min(most, Math.max(...names.map(textWidth)));
  const lines = told.flatMap((one, i) => partLines(one, names[i] ?? one.source, nameRoom, look));
  const rest = parts.length - told.length;
  const more = rest === 0 ? [] : indented(`and ${rest} more below half a per cent`, look);
  return [...lines, ...more, ...helpLines(told, look)];
}

/** What would make the interval narrower, of the source that makes most of it. */
function helpLines(parts: readonly IntervalPart[], look: Look): readonly string[] {
  const [first] = parts;
  const { help } = errorWords(first?.source ?? '');
  return help === undefined ? [] : indented(`narrower by: ${help}`, look);
}

function indented(text: string, look: Look): readonly string[] {
  return foldText(ascii(text, look), look.width - 2).map((line) => `  ${line}`);
}

/** In words; two sources with the same words are told apart by what they are of. */
function nameOf(
  source: string,
  all: readonly IntervalPart[],
  devices: Readonly<Record<string, string>>,
): string {
  const { what } = errorWords(source);
  const isAlone = all.every((other) => other.source === source || errorWords(other.source).what !== what);
  const of = source.slice(source.indexOf(':') + 1);
  const device = Object.entries(devices).find(([uuid]) => of.endsWith(uuid))?.[1];
  return isAlone ? what : `${what} (${device ?? of})`;
}

function partLines(
  { part, low, high }: IntervalPart,
  name: string,
  nameRoom: number,
  look: Look,
): readonly string[] {
  const percent = `${part >= 0.0995 ? Math.round(part * 100) : Number((part * 100).toPrecision(1))}%`;
  const alone = `alone ${bandText(1 + low, 1 + high, { ascii: !look.unicode })}`;
  const tail = `  ${bar(part, BAR, look.unicode)} ${percent.padStart(4)}  ${alone}`;
  const folded = foldText(ascii(name, look), nameRoom);
  const room = look.width - nameRoom - 2;
  if (room < textWidth(tail)) {
    return foldText(`${ascii(name, look)}: ${percent}, ${alone}`, look.width - 2).map((line) => `  ${line}`);
  }
  return folded.map((line, i) => `  ${padText(line, nameRoom)}${i === 0 ? tail : ''}`.trimEnd());
}
