import { useMemo, useRef } from 'preact/hooks';
import { go } from '../state/location.ts';
import { ChartFrame, type ChartFrameProps } from './chart-frame.tsx';
import type { ChartSeries } from './frame/chart-data.ts';

/** A drawing, and where the points stand in it that a reader can go through. */
export interface Drawing {
  /** The inside of an `svg`; texts in it are escaped already, colours are variables of the page. */
  readonly svg: string;
  readonly height: number;
  readonly places: readonly (readonly [x: number, y: number])[];
}

/** How far a pointer may miss a point, px. */
const REACH = 24;

/** A chart that is made by a function from a width to a drawing. A click on a point and Enter lead where it leads. */
export function DrawnChart(
  props: Omit<ChartFrameProps, 'series' | 'draw' | 'children' | 'onKey' | 'keyHint'> & {
    /** Made anew when it is another function. */
    readonly drawing: (width: number) => Drawing;
    /** How many points there are, what they are called together, and what is said of each. */
    readonly count: number;
    readonly pointsName: string;
    readonly textOf: (index: number) => string;
    readonly hrefOf?: (index: number) => string | undefined;
    /** Whether a pointer finds a point by its row alone, as in bars. */
    readonly byRow?: boolean;
  },
) {
  const { drawing, textOf, hrefOf, pointsName } = props;
  const shown = useRef<(Drawing & { readonly width: number }) | undefined>(undefined);
  return (
    <ChartFrame
      {...props}
      series={[seriesOf()]}
      draw={() => shown.current}
      {...(hrefOf === undefined ? {} : { keyHint: 'Enter opens' })}
    >
      {({ width, cursor, point }) => (
        <Layers
          width={width}
          drawing={drawing}
          byRow={props.byRow === true}
          focused={cursor?.point}
          onDrawn={(drawn) => {
            shown.current = { ...drawn, width };
          }}
          onPoint={(index) => point(index === undefined ? undefined : { series: 0, point: index })}
          onOpen={(index) => {
            const href = hrefOf?.(index);
            if (href !== undefined) go(href);
          }}
        />
      )}
    </ChartFrame>
  );

  function seriesOf(): ChartSeries {
    return {
      name: pointsName,
      count: props.count,
      point: (n) => {
        const place = shown.current?.places[n];
        const href = hrefOf?.(n);
        return {
          text: textOf(n),
          ...(place === undefined || shown.current === undefined
            ? {}
            : { at: [place[0] / shown.current.width, place[1] / shown.current.height] as const }),
          ...(href === undefined ? {} : { href }),
        };
      },
    };
  }
}

function Layers({
  width,
  drawing,
  byRow,
  focused,
  onDrawn,
  onPoint,
  onOpen,
}: {
  readonly width: number;
  readonly drawing: (width: number) => Drawing;
  readonly byRow: boolean;
  readonly focused: number | undefined;
  readonly onDrawn: (drawn: Drawing) => void;
  readonly onPoint: (index: number | undefined) => void;
  readonly onOpen: (index: number) => void;
}) {
  const drawn = useMemo(() => drawing(width), [drawing, width]);
  onDrawn(drawn);
  const { svg, height, places } = drawn;
  const at = (event: MouseEvent): number | undefined => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return nearest(places, event.clientX - box.left, event.clientY - box.top, byRow);
  };
  const place = focused === undefined ? undefined : places[focused];
  return (
    <div
      class="layers"
      style={{ height: `${height}px` }}
      onPointerMove={(event) => onPoint(at(event))}
      onClick={(event) => {
        const found = at(event);
        if (found !== undefined) onOpen(found);
      }}
    >
      <svg width={width} height={height} aria-hidden="true" dangerouslySetInnerHTML={{ __html: svg }} />
      <svg width={width} height={height} aria-hidden="true" data-cursor="">
        {place !== undefined && (
          <g class="ring">
            <circle cx={place[0]} cy={place[1]} r={7} />
          </g>
        )}
      </svg>
    </div>
  );
}

function nearest(
  places: readonly (readonly [x: number, y: number])[],
  x: number,
  y: number,
  byRow: boolean,
): number | undefined {
  let [found, least]: [number | undefined, number] = [undefined, REACH ** 2];
  for (const [i, [px, py]] of places.entries()) {
    const distance = (byRow ? 0 : (px - x) ** 2) + (py - y) ** 2;
    if (distance < least) [found, least] = [i, distance];
  }
  return found;
}
