import type { RunTable } from '../../state/runs/run-table.ts';

type Num = number | null;

/** Width and height of the bar, px. */
const [WIDTH, HEIGHT] = [72, 10];
/** Runs differ by powers of ten: the bar is by the logarithm, over so many of them. */
const DECADES = 6;

/** An energy as text, with a bar on a logarithmic scale and a whisker over its band. */
export function EnergyBar({
  table,
  row,
  text,
  most,
}: {
  readonly table: RunTable;
  readonly row: number;
  readonly text: string;
  readonly most: number;
}) {
  const of = (key: string): Num => (table.shown(key)?.[row] ?? null) as Num;
  const [value, low, high] = [of('energyJ'), of('energyLowJ'), of('energyHighJ')];
  const place = (joules: number): number => {
    if (!(joules > 0) || !(most > 0)) return 0;
    return Math.max(0, Math.min(1, 1 + Math.log10(joules / most) / DECADES)) * (WIDTH - 4);
  };
  return (
    <span class="energy-cell">
      <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
        {value !== null && <rect class="bar" x="0" y="2" width={place(value)} height={HEIGHT - 4} />}
        {low !== null && high !== null && (
          <path
            class="whisker"
            d={`M${place(low)} ${HEIGHT / 2}H${place(high)}M${place(high)} 1v${HEIGHT - 2}`}
          />
        )}
      </svg>
      <span class="number">{text}</span>
    </span>
  );
}
