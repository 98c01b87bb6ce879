import 'uplot/dist/uPlot.min.css';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { theme } from '../../state/theme.ts';
import { TimePlot, type TimePlotEvents, type TimeView } from './time-plot.ts';

/** Lines over time on a canvas. */
export function TimeSeries({
  view,
  width,
  height,
  stand,
  sync,
  events,
}: {
  readonly view: TimeView;
  readonly width: number;
  readonly height: number;
  /** Index of the point that is stood on by key. */
  readonly stand?: number | undefined;
  /** Plots of one name share their cursor. */
  readonly sync: string;
  readonly events: TimePlotEvents;
}) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<TimePlot | undefined>(undefined);
  const latest = useRef(events);
  latest.current = events;
  useLayoutEffect(() => {
    if (box.current === null) return undefined;
    const made = new TimePlot(box.current, { width, height }, sync, {
      zoom: (factor, at) => latest.current.zoom(factor, at),
      pan: (part) => latest.current.pan(part),
      onSelect: (range) => latest.current.onSelect(range),
      onPoint: (index) => latest.current.onPoint(index),
      onDrawn: () => latest.current.onDrawn(),
    });
    plot.current = made;
    return () => made.destroy();
  }, []);
  useLayoutEffect(() => plot.current?.resize({ width, height }), [width, height]);
  const { x, lines, spans, range, dimension, isCount } = view;
  useLayoutEffect(
    () => plot.current?.show(view, theme.value),
    [x, lines, spans, dimension, isCount, theme.value],
  );
  useLayoutEffect(() => plot.current?.look(range), [range.from, range.to]);
  const stood = useRef(false);
  useEffect(() => {
    if (stand !== undefined || stood.current) plot.current?.stand(stand);
    stood.current = stand !== undefined;
  }, [stand]);
  return <div class="time-series" ref={box} />;
}
