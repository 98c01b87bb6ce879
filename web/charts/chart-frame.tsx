import '../styles/charts.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { unbroken } from '../parts/unbroken.ts';
import { go } from '../state/location.ts';
import {
  type ChartSeries,
  type CompleteData,
  type Cursor,
  moved,
  type Stretch,
  type TableOf,
} from './frame/chart-data.ts';
import type { Drawn } from './frame/drawing-file.ts';
import { ExportMenu } from './frame/export-menu.tsx';
import { isPrinting } from './frame/is-printing.ts';
import { drawingOf } from './frame/plot-drawing.ts';
import { type Anchor, anchorAfter, markedBy } from './frame/mark-keys.ts';
import { TableTwin } from './frame/table-twin.tsx';
import { Tooltip } from './frame/tooltip.tsx';
import { useChartKeys, useTableShown } from './frame/use-table-shown.ts';
import { useWidth } from './use-width.ts';

/** What a chart draws with. */
export interface PlotGiven {
  /** Width of the plot, px; letters of a drawing keep their size. */
  readonly width: number;
  /** The point that is pointed at. */
  readonly cursor: Cursor | undefined;
  /** Points at a point, for the pointer. */
  readonly point: (cursor: Cursor | undefined) => void;
  /** What is marked by keys, where the chart takes a stretch. */
  readonly marked: Stretch | undefined;
}

/** What every chart has. */
export interface ChartFrameProps {
  /** Unique on a page; stands in the address. */
  readonly id: string;
  readonly title: string;
  /** Level of its heading. */
  readonly level?: 2 | 3;
  /** What it says, in one sentence made from the data. */
  readonly sentence: string;
  readonly unit: string;
  /** Where the numbers are from. */
  readonly source: string;
  readonly table: TableOf;
  /** All data, for the export. */
  readonly data: CompleteData;
  /** What the arrow keys go through. */
  readonly series: readonly ChartSeries[];
  /** Draws it alone, where what is on the page is no `svg`. */
  readonly draw?: () => Drawn | undefined;
  /** Further keys of this chart, e.g. `+` to zoom; true where the key was its own. */
  readonly onKey?: (key: string, cursor: Cursor | undefined) => boolean;
  /** Names of those further keys, for a screen reader and the hint. */
  readonly keyHint?: string;
  /** What is done with a stretch of points that Shift and the arrow keys mark, at Enter. */
  readonly onRange?: (from: number, to: number) => void;
  /** Said beside the sentence, e.g. how buckets were made. */
  readonly note?: ComponentChildren;
  /** Controls that stand with the buttons. */
  readonly controls?: ComponentChildren;
  /** Stands above the plot, e.g. which lines are shown. */
  readonly legend?: ComponentChildren;
  readonly children: (given: PlotGiven) => ComponentChildren;
}

/** With Shift an arrow is another key: it moves the view, not the point. */
function keyOf({ key, shiftKey }: KeyboardEvent): string {
  return shiftKey && key.startsWith('Arrow') ? `Shift+${key}` : key;
}

/** A chart with its title, sentence, unit, source, table twin, export and keys. */
export function ChartFrame(props: ChartFrameProps) {
  const { id, title, level = 2, sentence, unit, source, series, note, controls, children } = props;
  const figure = useRef<HTMLElement>(null);
  const plot = useRef<HTMLDivElement>(null);
  const width = useWidth(plot);
  const [isTable, toggleTable] = useTableShown(id);
  const [cursor, setCursor] = useState<Cursor>();
  const [anchor, setAnchor] = useState<Anchor>();
  const [said, setSaid] = useState('');
  useChartKeys(figure, {
    t: toggleTable,
    e: () => {
      const menu = figure.current?.querySelector<HTMLDetailsElement>('details.export');
      if (menu === null || menu === undefined) return;
      menu.open = true;
      menu.querySelector<HTMLElement>('.menu button, .menu a')?.focus();
    },
  });
  const found = cursor === undefined ? undefined : series[cursor.series];
  const at = found === undefined || cursor === undefined || cursor.point >= found.count ? undefined : cursor;
  const point = at === undefined ? undefined : found?.point(at.point);
  const marked = markedBy(anchor, at);
  useEffect(() => {
    if (cursor !== undefined && at === undefined) setCursor(undefined);
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== plot.current) return;
    if (event.key === 'Escape' && marked !== undefined) setAnchor(undefined);
    else if (event.key === 'Enter' && marked !== undefined) {
      setAnchor(undefined);
      props.onRange?.(...marked);
    } else if (event.key === 'Escape' && at !== undefined) {
      setCursor(undefined);
      setSaid('');
    } else if (event.key === 'Enter' && point?.href !== undefined) go(point.href);
    else if (props.onKey?.(keyOf(event), at) !== true) {
      const next = moved(
        event.key,
        at,
        series.map(({ count }) => count),
      );
      if (next === undefined) return;
      setCursor(next);
      if (props.onRange !== undefined)
        setAnchor(anchorAfter(anchor, { isShift: event.shiftKey, from: at, to: next }));
      setSaid(series[next.series]?.point(next.point).text ?? '');
    }
    event.preventDefault();
    event.stopPropagation();
  };
  const leave = (): void => {
    setCursor(undefined);
    setAnchor(undefined);
  };
  const isTableShown = isTable || isPrinting.value;
  const Heading = `h${level}` as const;
  const range =
    props.onRange === undefined ? undefined : 'with Shift they mark a stretch and Enter looks at it';
  const hint = ['arrow keys move', range, props.keyHint, 't shows the table', 'e exports']
    .filter(Boolean)
    .join(', ');
  return (
    <figure class="chart" ref={figure} aria-labelledby={`${id}-title`} aria-describedby={`${id}-sentence`}>
      <figcaption>
        <Heading id={`${id}-title`}>{title}</Heading>
        <div class="chart-controls">
          {controls}
          <button type="button" class="quiet" aria-pressed={isTable} title="Table (t)" onClick={toggleTable}>
            Table
          </button>
          <ExportMenu
            title={title}
            sentence={sentence}
            unit={unit}
            source={source}
            data={props.data}
            draw={() => props.draw?.() ?? (plot.current === null ? undefined : drawingOf(plot.current))}
          />
        </div>
        <p id={`${id}-sentence`}>{unbroken(sentence)}</p>
      </figcaption>
      {props.legend}
      <div
        class="plot"
        ref={plot}
        tabIndex={0}
        role="application"
        aria-roledescription="chart"
        aria-label={`${title}: ${hint}`}
        onKeyDown={onKeyDown}
        onPointerLeave={leave}
        onBlur={leave}
      >
        {width > 0 && children({ width, cursor: at, point: setCursor, marked })}
        {point !== undefined && <Tooltip point={point} />}
      </div>
      <p class="chart-source">
        <span>Unit: {unit}</span> · <span>Source: {source}</span>
        {note !== undefined && <> · {note}</>}
      </p>
      <p role="status" class="unseen">
        {said}
      </p>
      {isTableShown && <TableTwin table={props.table()} title={title} />}
    </figure>
  );
}
