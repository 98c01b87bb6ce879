import { LETTER } from '../../../src/report/chart/frame.ts';
import { ROLES } from '../../../src/report/chart/palette.ts';
import { type Flow, NODE_WIDTH, type PlacedNode } from './layout.ts';
import { placeNames } from './place-names.ts';

/** Above and below the flow, px: room for names of the first and last places. */
const ABOVE = 18;

/** A flow as bands; thickness is energy. */
export function Sankey({
  flow,
  width,
  height,
  text,
  marked,
  onPoint,
}: {
  readonly flow: Flow;
  readonly width: number;
  readonly height: number;
  /** Name and value of a place. */
  readonly text: (node: PlacedNode) => string;
  /** The place that is pointed at. */
  readonly marked: number | undefined;
  readonly onPoint: (node: number | undefined) => void;
}) {
  const byId = new Map(flow.nodes.map((node) => [node.id, node]));
  const names = placeNames(flow, text);
  const current = marked === undefined ? undefined : flow.nodes[marked]?.id;
  return (
    <svg width={width} height={height + ABOVE} viewBox={`0 0 ${width} ${height + ABOVE}`} aria-hidden="true">
      <g transform={`translate(0 ${ABOVE})`}>
        {flow.links.map(({ from, to, x0, y0, x1, y1, width: thick }) => {
          const middle = (x0 + x1) / 2;
          const target = byId.get(to);
          const role =
            byId.get(from)?.role === 'other' ? (target?.role ?? 'other') : (byId.get(from)?.role ?? 'other');
          const isMarked = current === from || current === to;
          return (
            <path
              key={`${from} ${to}`}
              d={`M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}`}
              stroke={`var(--${role})`}
              stroke-width={thick}
              stroke-opacity={isMarked ? 0.6 : 0.3}
              fill="none"
            />
          );
        })}
        {flow.nodes.map((node, n) => {
          const name = names[n];
          return (
            <g key={node.id} onPointerEnter={() => onPoint(n)}>
              <rect
                x={node.x}
                y={node.y}
                width={NODE_WIDTH}
                height={node.height}
                fill={ROLES[node.role].texture === 'outline' ? 'var(--surface)' : `var(--${node.role})`}
                stroke={`var(--${node.role})`}
                stroke-width={marked === n ? 3 : 1.2}
              />
              {name !== undefined && (
                <text x={name.x} y={name.y} text-anchor={name.anchor} font-size={LETTER} fill="var(--ink)">
                  {name.text}
                </text>
              )}
            </g>
          );
        })}
      </g>
    </svg>
  );
}
