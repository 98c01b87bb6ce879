import { placeNames } from './places.ts';
import type { Statement } from './statement.ts';
import { kindText, runsText, saidCarbon, saidEnergy, saidOperational, saidPart, saidTime } from './said.ts';

/** What the report claims, in a few sentences that stand without the rest. */
export function claimOf(statement: Statement): readonly string[] {
  const { totals, fates, places } = statement;
  const { energy } = totals;
  const count = statement.runs.length === 1 ? 'This run' : `These ${runsText(totals.runs)}`;
  const building =
    energy.facility.total.value === null
      ? ''
      : `, ${saidEnergy(energy.facility)} with the building around it,`;
  const [carbon] = totals.operational;
  const kinds =
    totals.operational.length === 1 && carbon !== undefined ? ` (${kindText(carbon)}, location-based)` : '';
  const where = placeNames(places);
  const isKnown = totals.operational.some(({ without, runs }) => without < runs);
  const others = fates.filter(({ fate }) => fate !== 'reported');
  const sentences = [
    `${count} used ${saidEnergy(energy.wall)} at the wall${building} in ${saidTime(totals.durationS)} on the clock.`,
    carbonSentence(isKnown ? saidOperational(totals) : undefined, kinds, where),
    ...(totals.embodied.total.value === null
      ? []
      : [
          `Making the hardware adds ${saidCarbon(totals.embodied)}, which is not in that figure. Nothing is offset.`,
        ]),
    ...(others.length === 0
      ? []
      : [`All of it is counted: ${fates.map(({ fate, runs }) => `${runs} ${fate}`).join(', ')}.`]),
    `Intervals are 90 %; the energy is of grade ${totals.grade}${measuredText(totals.measuredFraction)}.`,
  ];
  return sentences;
}

function carbonSentence(said: string | undefined, kinds: string, where: readonly string[]): string {
  if (said === undefined) return 'The carbon is not known, since it is not known where they ran.';
  const place =
    where.length === 0
      ? ''
      : ` on the grid of ${where.slice(0, 4).join(', ')}${where.length > 4 ? ` and ${where.length - 4} other places` : ''}`;
  return `The electricity emitted ${said}${place}${kinds}.`;
}

function measuredText(fraction: number | null): string {
  return fraction === null ? '' : `, ${saidPart(fraction)} of the chips’ energy read from counters`;
}
