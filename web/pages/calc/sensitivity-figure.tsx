import { printCarbon, printEnergy } from '../../../src/units/format.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import { seriesOf } from '../../charts/frame/chart-data.ts';
import { Tornado } from '../../charts/tornado.tsx';
import type { CalcData, SensitivityRow } from './calc-data.ts';

const KWH_J = 3.6e6;

/** What the result depends on. */
export function SensitivityFigure({ data }: { readonly data: CalcData }) {
  const isCarbon = data.kgco2e !== null;
  const value = isCarbon ? data.carbon?.value : data.kwh;
  const { sensitivity } = data;
  const [widest] = sensitivity;
  if (widest === undefined || value === null || value === undefined) return null;
  const print = (amount: number): string => (isCarbon ? printCarbon(amount) : printEnergy(amount * KWH_J));
  const rows = sensitivity.map((row) => ({
    label: row.input,
    range: rangeText(row),
    low: row.low,
    high: row.high,
  }));
  return (
    <ChartFrame
      id="sensitivity"
      title="What it depends on"
      sentence={`Most on the ${widest.input}: between ${print(widest.low)} and ${print(widest.high)}${isCarbon ? ' CO₂e' : ''} with all else as it is.`}
      unit={isCarbon ? 'g CO₂e' : 'Wh'}
      source="the intervals of the inputs; what was given exactly is moved by a tenth"
      table={() => ({
        columns: [
          { title: 'Input' },
          { title: 'Between' },
          { title: 'Result at the low end', isNumber: true },
          { title: 'At the high end', isNumber: true },
        ],
        rows: rows.map(({ label, range, low, high }) => [label, range, print(low), print(high)]),
      })}
      data={{
        columns: [
          'input',
          'from',
          'to',
          'unit',
          `low_${isCarbon ? 'g' : 'kwh'}`,
          `high_${isCarbon ? 'g' : 'kwh'}`,
        ],
        rows: () =>
          sensitivity.map(({ input, from, to, unit, low, high }) => [input, from, to, unit, low, high]),
      }}
      series={[
        seriesOf(
          'inputs',
          rows.map(({ label, range, low, high }) => ({
            text: `${label} ${range}: ${print(low)} to ${print(high)}`,
          })),
        ),
      ]}
    >
      {({ width, cursor }) => (
        <Tornado rows={rows} value={value} width={width} print={print} pointed={cursor?.point} />
      )}
    </ChartFrame>
  );
}

function rangeText({ input, from, to, unit, whatIf }: SensitivityRow): string {
  if (whatIf) return 'what if ±10 %';
  if (input === 'power') return 'its interval';
  const round = (value: number): string =>
    String(Number(value.toPrecision(value >= 1 && value < 10 ? 3 : 2)));
  return `${round(from)}–${round(to)}${unit === '' ? '' : ` ${unit}`}`;
}
