import type { SourcedIntensity } from '../../../../src/grid/intensity.ts';
import type { ShiftedStart } from '../../../../src/report/shift/shift-curve.ts';

/** The answer of `/runs/ID/shift`. */
export interface ShiftAnswer {
  /** Why there are no starts: `no-source`, `no-hours`, `no-energy`, `long`, `running`; null where there are. */
  readonly why: string | null;
  readonly isConfigured: boolean;
  readonly isAsked?: boolean;
  readonly source?: string | null;
  readonly zone?: string | null;
  readonly basis?: string | null;
  readonly boundary?: string | null;
  readonly licence?: string | null;
  /** Its energy is laid evenly over the run: when it was used is not known. */
  readonly isEven?: boolean;
  readonly starts: readonly ShiftedStart[];
}

/** The start with the least carbon; undefined where none is known. Of equal ones the nearest to the run's own stands. */
export function cleanestStart(starts: readonly ShiftedStart[]): ShiftedStart | undefined {
  return starts
    .filter(({ operational }) => (operational?.value ?? null) !== null)
    .toSorted(
      (a, b) =>
        (a.operational?.value ?? 0) - (b.operational?.value ?? 0) || Math.abs(a.shiftH) - Math.abs(b.shiftH),
    )[0];
}

/** `▼ −31 %`, `▲ +4 %`, `as it was`. */
export function changeText(ratio: number): string {
  const percent = Math.round(100 * (ratio - 1));
  if (percent === 0) return 'as it was';
  return percent > 0 ? `▲ +${percent} %` : `▼ −${-percent} %`;
}

/** `5 h earlier`. */
export function shiftText(shiftH: number): string {
  if (shiftH === 0) return 'as it was';
  return `${Math.abs(shiftH)} h ${shiftH < 0 ? 'earlier' : 'later'}`;
}

/** Grids whose hours a source tells without a key, by ISO 3166 alpha-3 of their country. */
const OPEN_SOURCES: Readonly<Record<string, string>> = { GBR: 'gb', DNK: 'energinet' };

/** The live source that would tell the hours of a place. */
export function sourceFor(country: string | undefined): string {
  return OPEN_SOURCES[country ?? ''] ?? 'electricity-maps';
}

/** What is missing where there is no curve, and how to get it. */
export function missingShift(
  { why, isConfigured, source, zone }: ShiftAnswer,
  intensity: SourcedIntensity | null,
): readonly [what: string, how: string] {
  const yearly =
    intensity === null
      ? 'Where the run was is not known, so there is no intensity.'
      : `The carbon is by a yearly mean (${intensity.source}${intensity.year === undefined ? '' : `, ${intensity.year}`}): an hour earlier or later makes no difference to it, and its interval holds the spread over the year.`;
  switch (why) {
    case 'running':
      return ['The run goes on: it is told when it has ended.', ''];
    case 'no-energy':
      return ['The energy of the run is not known, so no hour can be weighed with it.', ''];
    case 'long':
      return [
        'The run lasted more than a week: it met every hour of the day, and some hours earlier or later change little.',
        '',
      ];
    case 'no-hours':
      return [
        `${source ?? 'The source'} holds none of the hours around this run for ${zone ?? 'its zone'}.`,
        isConfigured
          ? 'Services keep past hours for a limited time; runs that are measured with the source keep theirs.'
          : 'A live source tells them as far back as it keeps them:',
      ];
    default:
      if (isConfigured)
        return [
          'The source that is set cannot be asked for where this run was; why stands above, under problems.',
          '',
        ];
      return [
        `${yearly} No source is set that tells single hours, and no run of this zone in the book was told any.`,
        'A live source tells them, and is asked by every run from then on:',
      ];
  }
}
