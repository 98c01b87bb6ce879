import { LETTER } from '../../../src/report/chart/frame.ts';
import type { Role } from '../../../src/report/chart/palette.ts';
import { fittedScale, linearScale, type Scale } from '../../../src/report/chart/scale.ts';
import { tickText } from '../../../src/report/chart/ticks.ts';

/** One column: its value, and where it stands apart from the others. */
export interface Column {
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly isOutlier?: boolean;
}

/** A panel of columns or of a line over the same places. */
export interface Panel {
  readonly kind: 'columns' | 'line';
  /** With its unit; values are in it. */
  readonly title: string;
  readonly role: Role;
  readonly columns: readonly Column[];
  readonly height: number;
}

const LEFT = 52;
const RIGHT = 8;
const ABOVE = 22;
const BELOW = 8;
const FOOT = 34;

/** Where the middle of a column lies, as a part of the width. */
export function columnAt(n: number, count: number, width: number): number {
  return (LEFT + ((n + 0.5) / Math.max(1, count)) * (width - LEFT - RIGHT)) / width;
}

/** Panels one above the other, so that two measures share their places and never an axis. */
export function Columns({
  panels,
  names,
  title,
  width,
  marked,
  line,
  onPoint,
}: {
  readonly panels: readonly Panel[];
  readonly names: readonly string[];
  /** What the places are. */
  readonly title: string;
  readonly width: number;
  readonly marked: number | undefined;
  /** An upright line after this place, with what it says. */
  readonly line?: { readonly after: number; readonly text: string } | undefined;
  readonly onPoint: (n: number | undefined) => void;
}) {
  const count = names.length;
  const room = width - LEFT - RIGHT;
  const step = room / Math.max(1, count);
  const height = panels.reduce((sum, panel) => sum + panel.height + ABOVE + BELOW, 0) + FOOT;
  const tops = panels.map((_, p) =>
    panels.slice(0, p).reduce((sum, one) => sum + one.height + ABOVE + BELOW, ABOVE),
  );
  const every = Math.max(1, Math.ceil(count / Math.max(1, Math.floor(room / 48))));
  const bottom = height - FOOT;
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const n = Math.floor((event.clientX - box.left - LEFT) / step);
        onPoint(n >= 0 && n < count ? n : undefined);
      }}
    >
      {marked !== undefined && (
        <rect
          data-cursor
          x={LEFT + marked * step}
          y={0}
          width={Math.max(1, step)}
          height={bottom}
          fill="var(--line)"
          opacity={0.6}
        />
      )}
      {panels.map((panel, p) => (
        <PanelShape key={panel.title} panel={panel} top={tops[p] ?? 0} width={width} step={step} />
      ))}
      {names.map((name, n) =>
        n % every === 0 ? (
          <text
            key={n}
            x={LEFT + (n + 0.5) * step}
            y={bottom + 14}
            text-anchor="middle"
            font-size={LETTER}
            fill="var(--muted)"
          >
            {name}
          </text>
        ) : null,
      )}
      <text x={width - RIGHT} y={height - 4} text-anchor="end" font-size={LETTER} fill="var(--muted)">
        {title}
      </text>
      {line !== undefined && (
        <>
          <path
            d={`M${LEFT + (line.after + 1) * step} ${ABOVE - 8}V${bottom}`}
            stroke="var(--ink)"
            stroke-width={1.5}
            stroke-dasharray="5 4"
          />
          <text
            x={LEFT + (line.after + 1) * step + (line.after < count / 2 ? 4 : -4)}
            y={10}
            text-anchor={line.after < count / 2 ? 'start' : 'end'}
            font-size={LETTER}
            fill="var(--ink)"
          >
            {line.text}
          </text>
        </>
      )}
    </svg>
  );
}

function scaleOf({ kind, columns, height }: Panel, top: number): Scale {
  const known = columns.flatMap(({ value, low, high }) =>
    [value, low, high].filter((one): one is number => typeof one === 'number' && Number.isFinite(one)),
  );
  const most = known.reduce((all, one) => Math.max(all, one), 0);
  if (kind === 'columns') return linearScale(0, (most || 1) * 1.05, top + height, top);
  return fittedScale(known, top + height, top);
}

function PanelShape({
  panel,
  top,
  width,
  step,
}: {
  readonly panel: Panel;
  readonly top: number;
  readonly width: number;
  readonly step: number;
}) {
  const y = scaleOf(panel, top);
  const bottom = top + panel.height;
  const gap = step > 4 ? Math.min(6, step * 0.2) : 0;
  const middle = (n: number): number => LEFT + (n + 0.5) * step;
  const points = panel.columns.flatMap(({ value }, n) =>
    value === null || !Number.isFinite(value) ? [] : [[middle(n), y.at(value)] as const],
  );
  return (
    <g>
      <text x={0} y={top - 10} font-size={LETTER} fill="var(--muted)">
        {panel.title}
      </text>
      {y.ticks(panel.height < 120 ? 3 : 5).map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={width - RIGHT} y1={y.at(tick)} y2={y.at(tick)} stroke="var(--line)" />
          <text x={LEFT - 6} y={y.at(tick) + 4} text-anchor="end" font-size={LETTER} fill="var(--muted)">
            {tickText(tick)}
          </text>
        </g>
      ))}
      {panel.kind === 'columns' &&
        panel.columns.map(({ value, isOutlier }, n) =>
          value === null || value <= 0 ? null : (
            <g key={n}>
              <rect
                x={LEFT + n * step + gap / 2}
                y={y.at(value)}
                width={Math.max(0.5, step - gap)}
                height={Math.max(0.5, bottom - y.at(value))}
                fill={`var(--${panel.role})`}
              />
              {isOutlier === true && (
                <path d={`M${middle(n) - 4} ${y.at(value) - 10}h8l-4 6z`} fill="var(--ink)" />
              )}
            </g>
          ),
        )}
      {panel.kind === 'line' && (
        <>
          <path
            d={points.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${a.toFixed(1)} ${b.toFixed(1)}`).join('')}
            stroke={`var(--${panel.role})`}
            stroke-width={2}
            fill="none"
          />
          {step > 10 &&
            points.map(([a, b]) => <circle key={a} cx={a} cy={b} r={2.5} fill={`var(--${panel.role})`} />)}
        </>
      )}
      <line x1={LEFT} x2={width - RIGHT} y1={bottom} y2={bottom} stroke="var(--muted)" />
    </g>
  );
}
