import { printEnergy, type PrintOptions } from '../../units/format.ts';
import { interval } from '../../units/estimate.ts';
import { OTHER_NAME } from './choose-baseline.ts';
import { type CiResult, type CiVerdict, IN_THE_FILE } from './ci-result.ts';
import type { Judgement, MoreRuns } from './judge.ts';
import type { Measured } from './measured.ts';

/** The verdict in a word or two. */
export const VERDICT_WORDS: Readonly<Record<CiVerdict, string>> = {
  over: 'over the margin',
  within: 'within the margin',
  unsure: 'not sure',
  'no-baseline': 'no baseline yet',
  unlike: 'nothing alike to compare with',
  'no-energy': 'energy not known',
  failed: 'not compared: the command failed',
};

/** How numbers and signs are written. */
export interface TextOptions extends PrintOptions {
  readonly unit?: 'Wh' | 'J';
}

/** `341 mWh against 300 mWh: +14% (+11% to +17%)`; empty where nothing was compared. */
export function changeText({ judgement }: CiResult, options: TextOptions): string {
  return judgementText(judgement, options);
}

/** As {@link changeText}, of one judgement. */
export function judgementText(judgement: Judgement | undefined, options: TextOptions): string {
  if (judgement === undefined) return '';
  const { fresh, baseline, ratio } = judgement;
  const [now, old] = [fresh, baseline].map((energy) => printEnergy(energy, options));
  return `${now} against ${old}: ${percentChange(ratio.value, options)} ${bandText(ratio, options)}`.trim();
}

/** Which energy it is. */
export const FIGURE_WORDS: Readonly<Record<CiResult['figure'], string>> = {
  attributed: 'energy at the wall',
  active: 'energy above idle, at the wall',
  machine: 'energy of the machine, at the wall',
};

function bandText(ratio: Judgement['ratio'], options: TextOptions): string {
  const { low, high } = interval(ratio);
  if (low === null || high === null) return '';
  return `(${percentChange(low, options)} to ${percentChange(high, options)})`;
}

/** A factor as a change: `+14%`, `−3%`, `+0.4%`, `×12`. */
export function percentChange(factor: number | null, { ascii }: TextOptions = {}): string {
  if (factor === null) return 'unknown';
  if (factor >= 10) return `${ascii === true ? 'x' : '×'}${Number(factor.toPrecision(2))}`;
  const percent = (factor - 1) * 100;
  const size = Math.abs(percent);
  if (percent === 0) return '0%';
  const text =
    size >= 10 ? Math.round(size) : size >= 0.1 ? Number(size.toFixed(1)) : Number(size.toPrecision(1));
  return `${percent < 0 ? (ascii === true ? '-' : '−') : '+'}${text}%`;
}

/** A part of 1 as a percentage: `10%`. */
export function marginText(margin: number): string {
  return `${Number((margin * 100).toPrecision(6))}%`;
}

/** The verdict as a sentence, with what to do. */
export function verdictSentence(result: CiResult): string {
  const { verdict, margin, judgement } = result;
  const most = marginText(margin);
  switch (verdict) {
    case 'over':
      return `The whole 90% interval is above +${most}.`;
    case 'within': {
      const better = (judgement?.interval.high ?? 1) < 1;
      return better ? `Surely less energy than the baseline.` : `The whole 90% interval is below +${most}.`;
    }
    case 'unsure':
      return `The 90% interval holds +${most}: ${moreText(judgement?.needs ?? null)}.`;
    case 'no-baseline':
      // A file is written only when that is asked for; the book keeps every run.
      return result.from === IN_THE_FILE && result.updated === undefined
        ? 'Nothing to compare with yet: --update-baseline puts this run there.'
        : 'Nothing to compare with yet: the next run has this one.';
    case 'unlike':
      return 'Runs of other machines or measured in another way are not compared; --any-machine compares them.';
    case 'no-energy':
      return 'Only bounds of the energy are known, or it is zero: `joulebook doctor` says why.';
    default:
      return 'The command failed, so its energy says nothing.';
  }
}

function moreText(needs: MoreRuns | null): string {
  if (needs === null) return 'not sure, and no number of runs of this kind would tell; a wider margin may';
  const { runs, side } = needs;
  const more = `not sure, ${runs} more ${runs === 1 ? 'run' : 'runs'}`;
  return side === 'new'
    ? `${more} would probably tell (--repeat)`
    : `${more} on each side would probably tell`;
}

/** What is not alike, and what was left out: each a sentence. */
export function remarks(result: CiResult): readonly string[] {
  const { chosen, fresh } = result;
  const runs = chosen.runs.map(({ run }) => run);
  const alike = chosen.runs.filter(({ like }) => like.kind === 'alike').length;
  const foreign = chosen.runs.filter(({ like }) => like.kind === 'different').length;
  const said: string[] = [];
  if (alike > 0)
    said.push(
      `${count(alike, 'baseline run')} measured on another machine of the same description: what such machines differ by is in the interval.`,
    );
  if (foreign > 0)
    said.push(
      `${count(foreign, 'baseline run')} measured on another kind of machine or in another way (--any-machine): no error cancels.`,
    );
  for (const [reason, n] of chosen.leftOut) {
    // Other jobs of one file are no news, unless there is nothing else.
    if (reason !== OTHER_NAME || runs.length === 0) said.push(`Left out: ${count(n, 'run')} (${reason}).`);
  }
  const clearer = aboveIdleRemark(result);
  if (clearer !== undefined) said.push(clearer);
  said.push(...differences(runs, fresh));
  return said;
}

/** Where the energy above idle tells what the headline cannot, or something else. */
function aboveIdleRemark({ verdict, aboveIdle, margin }: CiResult): string | undefined {
  if (aboveIdle === undefined || aboveIdle.verdict === 'unsure') return undefined;
  if (verdict === 'over' && aboveIdle.verdict === 'within')
    return 'The energy above idle has surely not grown so much: the program waited longer, or shared the machine with less.';
  if (verdict !== 'unsure') return undefined;
  const where = aboveIdle.verdict === 'over' ? 'above' : 'below';
  return `The energy above idle is surely ${where} +${marginText(margin)}: --figure active compares that.`;
}

function differences(old: readonly Measured[], fresh: readonly Measured[]): readonly string[] {
  const said: string[] = [];
  const differ = (read: (run: Measured) => string): boolean =>
    old.length > 0 && new Set([...old, ...fresh].map(read)).size > 1;
  if (differ(({ command }) => command.join('\0'))) said.push('The command line is not the same in all runs.');
  if (differ(({ coTenants }) => String(coTenants)))
    said.push('Other runs were alive beside some of the runs: shares of idle energy differ.');
  if (differ(({ trackerVersion }) => trackerVersion))
    said.push('The runs were measured by different versions of joulebook.');
  return said;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
