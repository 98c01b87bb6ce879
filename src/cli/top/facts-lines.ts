import type { Estimate } from '../../units/estimate.ts';
import {
  carbonOnCard,
  co2e,
  energyOnCard,
  printCarbon,
  printEnergy,
  printIntensity,
  printPercent,
  printPower,
} from '../../units/format.ts';
import { printDuration } from '../../units/format-duration.ts';
import { fitText, padText, printable, textWidth } from '../output/text-width.ts';
import { dot, printOptions } from '../views/look.ts';
import { shellWord } from '../views/run-view.ts';
import { besidesTexts } from './besides.ts';
import type { FrameInput, FrameLook } from './frame-types.ts';
import { joinedWhileFits } from './joined.ts';
import type { TopReading } from './reading.ts';
import { isGpu, nameOfRun, type RunRow } from './rows.ts';

/** The first line: which machine, how much now, when. */
export function headerLine({ reading, ui }: FrameInput, look: FrameLook): string {
  const print = printOptions(look);
  const roots = reading.runs.filter(({ depth }) => depth === 0).length;
  const power = [printPower(reading.wall.power, print), printPercent(reading.wall.power, print)]
    .join(' ')
    .trim();
  const facts = [
    'joulebook top',
    power,
    printable(reading.host.name),
    `${roots} ${roots === 1 ? 'run' : 'runs'}`,
  ];
  if (look.height !== undefined) facts.push(`every ${printDuration(ui.intervalS)}`);
  const right = ui.paused ? 'PAUSED' : clock(reading.atMs);
  const left = joinedWhileFits(facts, dot(look), look.width - textWidth(right) - 1);
  const line = padText(left, look.width - textWidth(right)) + right;
  return ui.paused ? look.style.yellow(line) : look.style.bold(line);
}

/** Time of day, in the zone of this process. */
function clock(ms: number): string {
  const at = new Date(ms);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((n) => `${n}`.padStart(2, '0')).join(':');
}

/** What the machine has used since the start, what the runs of today have, and what makes carbon of it. */
export function energyLine(reading: TopReading, look: FrameLook): string {
  const print = printOptions(look);
  const { sinceStart, today, intensity, pue } = reading;
  const both = (energy: Estimate, carbon: Estimate, isLong: boolean): string =>
    isLong
      ? `${energyOnCard(energy, print)}, ${carbonOnCard(carbon, print)} ${co2e(print)}`
      : `${printEnergy(energy, print)}, ${printCarbon(carbon, print)} ${co2e(print)}`;
  const texts = (isLong: boolean): readonly string[] => [
    `in ${printDuration(sinceStart.durationS)}: ${both(sinceStart.energy, sinceStart.carbon, isLong)}`,
    ...(today === undefined || today.runs === 0
      ? []
      : [
          `${today.runs} ${today.runs === 1 ? 'run' : 'runs'} today: ${both(today.energy, today.carbon, isLong)}`,
        ]),
    `${intensity.zoneName} ${printIntensity(rounded(intensity), print)}`,
    ...(pue.value === null || pue.value === 1 ? [] : [`PUE ${pue.value}`]),
  ];
  const long = texts(true).join(dot(look));
  if (textWidth(long) <= look.width) return long;
  return joinedWhileFits(texts(false), dot(look), look.width) || fitText(texts(false)[0] ?? '', look.width);
}

function rounded({ value, low, high }: TopReading['intensity']): Estimate {
  if (value !== null) return { value, errors: {} };
  return { value, errors: {}, ...(low === null ? {} : { low }), ...(high === null ? {} : { high }) };
}

/** A screen of fewer lines has none for hints. */
const ROOMY = 16;

/** One line about what matters most: the chosen run, trouble, what cannot be read; undefined where there is nothing to say. */
export function noticeLine(
  { reading, ui, trouble }: FrameInput,
  rows: readonly RunRow[],
  look: FrameLook,
): string | undefined {
  const fit = (text: string): string => fitText(printable(text), look.width, look.unicode ? '…' : '..');
  const chosen = rows.find(({ key }) => key === ui.selected);
  if (chosen?.kind === 'run') return look.style.cyan(fit(runFacts(chosen.run, look)));
  const { gpu } = ui;
  if (gpu !== undefined && !reading.components.some(({ name }) => isGpu(name, gpu)))
    return look.style.yellow(fit(`there is no GPU ${gpu} here; ${gpu} once more shows everything`));
  if (trouble !== undefined) return look.style.yellow(fit(trouble));
  const gone = reading.components.find(({ watts }) => watts === null);
  if (gone !== undefined)
    return look.style.yellow(fit(`${gone.name} cannot be read: ${gone.reason ?? 'no reason is known'}`));
  if (reading.runs.length === 0 && (look.height ?? 0) >= ROOMY)
    return look.style.dim(fit('no run is alive here: joulebook run -- COMMAND begins one'));
  return undefined;
}

function runFacts(run: TopReading['runs'][number], look: FrameLook): string {
  const { known } = run;
  const who = `tracker ${run.pid}, user ${run.uid}`;
  if (known === undefined) return [nameOfRun(run), who, 'its book cannot be read from here'].join(dot(look));
  const command = known.command.map(shellWord).join(' ');
  const besides = besidesTexts(known.besides, printOptions(look));
  return [known.name, ...besides, command, known.project, known.book, who].join(dot(look));
}
