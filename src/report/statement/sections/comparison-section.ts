import { energyWithBand, missing } from '../../../units/format.ts';
import type { Section } from '../document.ts';
import { shownGroups } from '../figures/groups-figure.ts';
import { unlikeText } from '../henderson-items.ts';
import { saidNumber } from '../said.ts';
import type { Statement } from '../statement.ts';
import type { ComparedGroup } from '../comparison.ts';

/** Configurations beside the base, with shared errors cancelled. */
export function comparisonSection({ comparison, groups, frontier, metric }: Statement): Section | undefined {
  if (comparison === undefined) return undefined;
  const nameOf = (id: string): string => groups.find((group) => group.id === id)?.name ?? id;
  const shown = new Set(shownGroups(groups, frontier).map(({ id }) => id));
  const compared = comparison.groups.filter(({ group }) => shown.has(group));
  const base = `${comparison.base} (${nameOf(comparison.base)})`;
  return {
    id: 'comparison',
    heading: 'Comparison',
    blocks: [
      {
        kind: 'text',
        text: `Each configuration beside ${base}. What is not known of both alike, such as one meter or one model of a machine, cancels in a difference; the spread of the seeds does not. A difference is claimed where its whole 90 % interval is on one side of zero.`,
      },
      {
        kind: 'text',
        text: `Like for like: ${unlikeText(comparison.unlike)}.${comparison.others > 0 ? ` ${comparison.others} configurations of other programs are not compared.` : ''}`,
      },
      {
        kind: 'table',
        title: `Differences from ${base}`,
        table: {
          columns: [
            { title: '' },
            { title: 'Configuration' },
            { title: 'Energy, 90 % interval', isNumber: true },
            { title: 'Factor', isNumber: true },
            ...(metric === undefined ? [] : [{ title: metric.name, isNumber: true }]),
            { title: 'Energy is' },
          ],
          rows: compared.map((each) => [
            each.group,
            nameOf(each.group),
            energyWithBand(each.difference, { signed: true }),
            factorText(each),
            ...(metric === undefined ? [] : [differenceText(each.metrics[metric.name])]),
            each.verdict === 'unknown' ? 'not claimed (too few seeds)' : each.verdict,
          ]),
          ...(compared.length < comparison.groups.length
            ? { note: `${comparison.groups.length - compared.length} more are in the JSON report.` }
            : {}),
        },
      },
    ],
  };
}

function factorText({ ratio: { value, low, high } }: ComparedGroup): string {
  if (value === null) return missing();
  const decimals = value > 0 ? Math.min(12, Math.max(0, 2 - Math.floor(Math.log10(value)))) : 2;
  const [middle, ...ends] = [value, low ?? value, high ?? value].map((one) => one.toFixed(decimals));
  return `× ${middle}${low === null || high === null || low === high ? '' : ` (${ends.join('–')})`}`;
}

function differenceText(apart: ComparedGroup['metrics'][string] | undefined): string {
  if (apart === undefined) return missing();
  const sign = apart.value > 0 ? '+' : '';
  const range =
    apart.low === null || apart.high === null
      ? ''
      : ` (${saidNumber(apart.low)} to ${saidNumber(apart.high)})`;
  return `${sign}${saidNumber(apart.value)}${range}`;
}
