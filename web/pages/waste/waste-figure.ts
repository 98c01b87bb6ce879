import { bars } from '../../../src/report/chart/bars.ts';
import type { Figure } from '../../../src/report/chart/figure.ts';
import { shareText } from '../../../src/units/format-share.ts';
import { bandText, figureOf, plainText } from '../../parts/amount.ts';
import type { FootprintUnit } from '../../state/unit.ts';
import type { CauseData, WasteData } from './waste-data.ts';

/** What was wasted of a unit, added over the causes; null where one is not known. */
export function wastedOf({ causes }: Pick<WasteData, 'causes'>, unit: FootprintUnit): number | null {
  const values = causes.filter(({ runs }) => runs > 0).map((cause) => figureOf(cause, unit)?.value ?? null);
  return values.every((value) => value !== null)
    ? values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
    : null;
}

/** How much was wasted, in a sentence. */
export function wasteSentence(data: WasteData, unit: FootprintUnit): string {
  const whole = figureOf(data.total, unit);
  const wasted = wastedOf(data, unit);
  const most = data.causes
    .filter(({ runs }) => runs > 0)
    .toSorted((a, b) => (figureOf(b, unit)?.value ?? 0) - (figureOf(a, unit)?.value ?? 0))[0];
  if (wasted === null || whole === null || whole.value === null || most === undefined)
    return 'What was wasted is not known in this unit: runs without it are among them.';
  const part = whole.value > 0 ? shareText(wasted / whole.value) : '0 %';
  return `${part} of ${plainText(whole, unit)} came to nothing; ${most.cause} took most, ${plainText(figureOf(most, unit), unit)}.`;
}

/** A bar for each cause that took anything. */
export function wasteFigure(data: WasteData, unit: FootprintUnit): Figure {
  const rows = shownCauses(data);
  const sentence = wasteSentence(data, unit);
  const saying = { title: 'What came to nothing, by cause', sentence };
  const whole = figureOf(data.total, unit)?.value ?? 0;
  const part = (cause: CauseData): string => {
    const value = figureOf(cause, unit)?.value ?? null;
    return value === null || whole <= 0 ? '' : shareText(value / whole);
  };
  return {
    id: 'causes',
    ...saying,
    draw: (canvas) =>
      bars(
        rows.map((cause) => {
          const figure = figureOf(cause, unit);
          return {
            name: cause.cause,
            parts: [{ role: 'gpu', value: figure?.value ?? 0 }],
            low: figure?.low ?? null,
            high: figure?.high ?? null,
            text: `${bandText(figure, unit)} · ${part(cause)}`,
          };
        }),
        saying,
        canvas,
      ),
    table: {
      columns: [
        { title: 'Cause' },
        { title: 'Runs', isNumber: true },
        { title: 'Energy', isNumber: true },
        { title: 'CO₂e', isNumber: true },
        { title: 'Cost', isNumber: true },
        { title: 'Meaning' },
      ],
      rows: data.causes.map((cause) => [
        cause.cause,
        String(cause.runs),
        bandText(cause.energy, 'energy'),
        bandText(cause.carbon, 'co2'),
        bandText(cause.cost, 'cost'),
        cause.meaning,
      ]),
    },
  };
}

/** Causes that took something, the largest energy first. */
export function shownCauses({ causes }: Pick<WasteData, 'causes'>): readonly CauseData[] {
  return causes
    .filter(({ runs }) => runs > 0)
    .toSorted((a, b) => (b.energy.value ?? 0) - (a.energy.value ?? 0));
}
