/** How far a result moves with one of its inputs. */
export interface TornadoRow {
  readonly label: string;
  /** The input at both ends, as text. */
  readonly range: string;
  /** The result at both ends. */
  readonly low: number;
  readonly high: number;
}

const ROW = 34;
const BAR = 16;
const LABELS = 190;
const ENDS = 78;

/** Bars from the result at an input's low end to that at its high end, on one axis; the line is the result itself. */
export function Tornado({
  rows,
  value,
  width,
  print,
  pointed,
}: {
  readonly rows: readonly TornadoRow[];
  /** The result. */
  readonly value: number;
  readonly width: number;
  readonly print: (amount: number) => string;
  readonly pointed: number | undefined;
}) {
  const isNarrow = width < 560;
  const left = (isNarrow ? 0 : LABELS) + ENDS;
  const room = Math.max(40, width - left - ENDS);
  const least = Math.min(value, ...rows.map(({ low, high }) => Math.min(low, high)));
  const most = Math.max(value, ...rows.map(({ low, high }) => Math.max(low, high)));
  const at = (amount: number): number => left + ((amount - least) / (most - least || 1)) * room;
  const step = isNarrow ? ROW + 18 : ROW;
  const height = rows.length * step + 22;
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {rows.map(({ label, range, low, high }, n) => {
        const [from, to] = [at(Math.min(low, high)), at(Math.max(low, high))];
        const top = n * step + (isNarrow ? 22 : 8);
        const middle = top + BAR / 2 + 4;
        return (
          <g key={label} opacity={pointed === undefined || pointed === n ? 1 : 0.6}>
            <text x={0} y={isNarrow ? top - 6 : middle} fill="var(--ink)">
              <tspan font-weight="600">{label}</tspan> {range}
            </text>
            <text x={from - 6} y={middle} text-anchor="end" fill="var(--ink)">
              {print(Math.min(low, high))}
            </text>
            <rect x={from} y={top} width={Math.max(1, to - from)} height={BAR} rx={2} fill="var(--gpu)" />
            <text x={to + 6} y={middle} fill="var(--ink)">
              {print(Math.max(low, high))}
            </text>
          </g>
        );
      })}
      <line
        x1={at(value)}
        x2={at(value)}
        y1={isNarrow ? 18 : 2}
        y2={rows.length * step}
        stroke="var(--surface)"
        stroke-width="4"
      />
      <line
        x1={at(value)}
        x2={at(value)}
        y1={isNarrow ? 18 : 2}
        y2={rows.length * step}
        stroke="var(--ink)"
        stroke-width="1.5"
      />
      <text x={at(value)} y={height - 4} text-anchor="middle" fill="var(--ink)" font-weight="600">
        {print(value)}
      </text>
    </svg>
  );
}
