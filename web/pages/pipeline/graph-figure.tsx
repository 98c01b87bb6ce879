import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { carbonWithBand, energyWithBand } from '../../../src/units/format.ts';
import { printDuration } from '../../../src/units/format-duration.ts';
import { ChartFrame } from '../../charts/chart-frame.tsx';
import { seriesOf } from '../../charts/frame/chart-data.ts';
import { shareText } from '../../../src/units/format-share.ts';
import { setView, view } from '../../state/location.ts';
import { statesInWords } from './cache-state.ts';
import { type LaidOut, layOut } from './lay-out.ts';
import { LineShape } from './line-shape.tsx';
import { NodeShape, nodeText, stateText } from './node-shape.tsx';
import { lineKey, type ShownGraph } from './shown-node.ts';

const PAD = 10;
const ZOOM = { step: 1.25, least: 0.2, most: 3, readable: 0.72 } as const;

/** The pipeline as a drawing from left to right. */
export function GraphFigure({
  graph,
  isCarbon,
  path,
  pathText,
  chosen,
  isLooking,
  onChoose,
}: {
  readonly graph: ShownGraph;
  readonly isCarbon: boolean;
  /** Nodes on the critical path, in order; empty where it is not shown. */
  readonly path: readonly string[];
  readonly pathText: string;
  readonly chosen: string | undefined;
  /** Whether the states are on their way. */
  readonly isLooking: boolean;
  readonly onChoose: (name: string) => void;
}) {
  const drawn = useMemo(() => layOut(graph.dag), [graph.dag]);
  const order = useMemo(
    () => [...drawn.nodes].sort((a, b) => a.x - b.x || a.y - b.y).map(({ name }) => name),
    [drawn],
  );
  const fit = useRef(1);
  const zoom = zoomOf(view('z'));
  const setZoom = (factor: number | undefined): void =>
    setView({ z: factor === undefined ? undefined : factor.toFixed(2) }, 'adjust');
  const zoomBy = (factor: number): void =>
    setZoom(Math.min(ZOOM.most, Math.max(ZOOM.least, (zoom ?? fit.current) * factor)));
  const nodeAt = (n: number) => graph.nodes.get(order[n] ?? '');
  const rows = (): readonly string[][] =>
    order.flatMap((name) => {
      const node = graph.nodes.get(name);
      if (node === undefined) return [];
      const amount = isCarbon
        ? node.carbon && carbonWithBand(node.carbon)
        : node.energy && energyWithBand(node.energy);
      return [
        [
          name,
          stateText(node),
          amount ?? '—',
          node.share === null ? '—' : shareText(node.share),
          printDuration(node.durationS),
          graph.dag.get(name)?.join(', ') ?? '',
        ],
      ];
    });
  return (
    <ChartFrame
      id="pipeline"
      title="Stages and what they need"
      sentence={`${sentenceOf(graph, isCarbon, isLooking)}${pathText}`}
      unit={isCarbon ? 'g CO₂e' : 'Wh at the wall'}
      source="dvc.yaml, dvc.lock and the records of what each stage took"
      note="a line is wider the more bytes go along it; a bar is a stage’s part of the pipeline’s energy"
      table={() => ({
        columns: [
          { title: 'Stage' },
          { title: 'State' },
          { title: isCarbon ? 'CO₂e' : 'Energy', isNumber: true },
          { title: 'Share', isNumber: true },
          { title: 'Time', isNumber: true },
          { title: 'Needs' },
        ],
        rows: rows(),
      })}
      data={{
        columns: [
          'stage',
          'state',
          'energy_j',
          'energy_low_j',
          'energy_high_j',
          'co2e_g',
          'share',
          'duration_s',
          'needs',
        ],
        rows: () =>
          [...graph.nodes.values()].map((node) => [
            node.name,
            stateText(node),
            node.energy?.value ?? null,
            node.energy?.low ?? null,
            node.energy?.high ?? null,
            node.carbon?.value ?? null,
            node.share,
            node.durationS,
            graph.dag.get(node.name)?.join(' ') ?? '',
          ]),
      }}
      series={[
        {
          ...seriesOf('stages', []),
          count: order.length,
          point: (n) => {
            const node = nodeAt(n);
            return { text: node === undefined ? '' : nodeText(node, isCarbon) };
          },
        },
      ]}
      keyHint="Enter opens a stage, + - 0 zoom"
      onKey={(key, cursor) => {
        const name = cursor === undefined ? undefined : order[cursor.point];
        if (key === 'Enter' && name !== undefined) onChoose(name);
        else if (key === '+' || key === '=') zoomBy(ZOOM.step);
        else if (key === '-') zoomBy(1 / ZOOM.step);
        else if (key === '0') setZoom(undefined);
        else return false;
        return true;
      }}
      controls={
        <span class="zoom" role="group" aria-label="Zoom">
          <button
            type="button"
            class="quiet"
            title="Smaller (-)"
            aria-label="Smaller"
            onClick={() => zoomBy(1 / ZOOM.step)}
          >
            −
          </button>
          <button type="button" class="quiet" title="Fit (0)" onClick={() => setZoom(undefined)}>
            Fit
          </button>
          <button
            type="button"
            class="quiet"
            title="Larger (+)"
            aria-label="Larger"
            onClick={() => zoomBy(ZOOM.step)}
          >
            +
          </button>
        </span>
      }
    >
      {({ width, cursor }) => {
        fit.current = fitting(drawn, width);
        return (
          <Canvas
            drawn={drawn}
            zoom={zoom ?? fit.current}
            pointed={cursor === undefined ? undefined : order[cursor.point]}
            onZoom={zoomBy}
          >
            {drawn.lines.map((line) => (
              <LineShape
                key={lineKey(line.from, line.to)}
                line={line}
                bytes={graph.bytes.get(lineKey(line.from, line.to)) ?? null}
                isOnPath={path.indexOf(line.to) > 0 && path[path.indexOf(line.to) - 1] === line.from}
              />
            ))}
            {drawn.nodes.map((place) => {
              const node = graph.nodes.get(place.name);
              return node === undefined ? null : (
                <NodeShape
                  key={place.name}
                  node={node}
                  place={place}
                  isCarbon={isCarbon}
                  isOnPath={path.includes(place.name)}
                  isChosen={chosen === place.name}
                  isPointed={cursor !== undefined && order[cursor.point] === place.name}
                  onChoose={onChoose}
                />
              );
            })}
          </Canvas>
        );
      }}
    </ChartFrame>
  );
}

/** The drawing in a window that scrolls; dragged by the pointer, zoomed by the wheel with Ctrl. */
function Canvas({
  drawn,
  zoom,
  pointed,
  onZoom,
  children,
}: {
  readonly drawn: LaidOut;
  readonly zoom: number;
  readonly pointed: string | undefined;
  readonly onZoom: (factor: number) => void;
  readonly children: ComponentChildren;
}) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = drawn.nodes.find(({ name }) => name === pointed);
    const frame = box.current;
    if (place === undefined || frame === null) return;
    const [x, y] = [(place.x + PAD) * zoom, (place.y + PAD) * zoom];
    frame.scrollTo({
      left: x - Math.max(0, frame.clientWidth / 2 - 90 * zoom),
      top: y - Math.max(0, frame.clientHeight / 2 - 30 * zoom),
    });
  }, [pointed, zoom]);
  useEffect(() => {
    const first = drawn.nodes.reduce<LaidOut['nodes'][number] | undefined>(
      (left, node) => (left === undefined || node.x < left.x ? node : left),
      undefined,
    );
    const frame = box.current;
    if (first !== undefined && frame !== null)
      frame.scrollTo({ left: 0, top: (first.y + PAD) * zoom - frame.clientHeight / 2 });
  }, [drawn]);
  useEffect(() => {
    const frame = box.current;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey) return; // without it the page scrolls
      event.preventDefault();
      onZoom(event.deltaY < 0 ? 1.1 : 1 / 1.1);
    };
    frame?.addEventListener('wheel', onWheel, { passive: false });
    return () => frame?.removeEventListener('wheel', onWheel);
  });
  const [width, height] = [drawn.width + 2 * PAD, drawn.height + 2 * PAD];
  return (
    <div
      class="graph-window"
      ref={box}
      tabIndex={0}
      role="group"
      aria-label="Drawing; the arrow keys scroll it"
      onPointerDown={(event) => dragging(event)}
    >
      <svg
        width={width * zoom}
        height={height * zoom}
        viewBox={`0 0 ${width} ${height}`}
        font-size="13"
        aria-hidden="true"
      >
        <defs>
          <Arrow id="pipeline-arrow" fill="var(--muted)" />
          <Arrow id="pipeline-arrow-path" fill="var(--gpu)" />
        </defs>
        <g transform={`translate(${PAD} ${PAD})`}>{children}</g>
      </svg>
    </div>
  );
}

function Arrow({ id, fill }: { readonly id: string; readonly fill: string }) {
  return (
    <marker
      id={id}
      viewBox="0 0 8 8"
      refX="7"
      refY="4"
      markerWidth="9"
      markerHeight="9"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path d="M0 1 7 4 0 7z" fill={fill} />
    </marker>
  );
}

/** Drags what is seen along with a mouse; a finger scrolls anyway. */
function dragging(event: PointerEvent): void {
  const box = event.currentTarget;
  if (!(box instanceof HTMLElement) || event.pointerType !== 'mouse' || event.button !== 0) return;
  const start = { x: event.clientX + box.scrollLeft, y: event.clientY + box.scrollTop };
  const move = (next: PointerEvent): void => box.scrollTo(start.x - next.clientX, start.y - next.clientY);
  const end = (): void => {
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', end);
  };
  addEventListener('pointermove', move);
  addEventListener('pointerup', end);
}

/** So that all of it is seen, as long as it can still be read. */
function fitting({ width }: LaidOut, room: number): number {
  return Math.min(1, Math.max(ZOOM.readable, (room - 4) / (width + 2 * PAD)));
}

function zoomOf(text: string | undefined): number | undefined {
  const value = Number(text ?? Number.NaN);
  return value >= ZOOM.least && value <= ZOOM.most ? value : undefined;
}

function sentenceOf(graph: ShownGraph, isCarbon: boolean, isLooking: boolean): string {
  const all = [...graph.nodes.values()].flatMap(({ members, states }) =>
    states.filter((_, i) => members[i]?.kind === 'stage'),
  );
  const total = isCarbon ? graph.carbon : graph.energy;
  const took =
    total === null
      ? 'nobody measured what they took'
      : `${graph.unmeasured === 0 ? '' : 'at least '}${isCarbon ? `${carbonWithBand(total)} CO₂e` : energyWithBand(total)} to compute what they hold${graph.unmeasured === 0 ? '' : `; ${graph.unmeasured} not measured`}`;
  const states = isLooking ? 'looking whether they are up to date' : statesInWords(all);
  return `${all.length === 1 ? '1 stage' : `${all.length} stages`} (${states}): ${took}.`;
}
