import { useMemo } from 'preact/hooks';
import { type AxisSetting, canLog, type ParallelAxis } from '../../charts/parallel/axis.ts';
import { listOf, movedTo, orderOf, orderText, toggled } from '../../charts/parallel/axis-order.ts';
import {
  type Brush,
  brushText,
  keptBy,
  type Range,
  readBrush,
  withRange,
} from '../../charts/parallel/brush.ts';
import { setView, view } from '../../state/location.ts';
import type { StudyShown } from './study-data.ts';
import { trialAxes } from './trial-axes.ts';

/** What of the trials is looked at: which ranges keep them, and how the axes stand. All of it is in the address. */
export interface TrialView {
  /** In their order. */
  readonly axes: readonly ParallelAxis[];
  readonly brush: Brush;
  /** By the trial's place in the list: 1 where all ranges keep it. */
  readonly kept: Uint8Array;
  readonly settingOf: (key: string) => AxisSetting;
  readonly onMove: (key: string, place: number) => void;
  readonly onSet: (key: string, what: 'log' | 'flip') => void;
  readonly onBrush: (key: string, range: Range | undefined, how: 'commit' | 'adjust') => void;
}

/** Reads the address: `axes` is their order, `turnlog` those whose scale is not its own, `flip` those upside down, `brush` the ranges. */
export function useTrialView(study: StudyShown): TrialView {
  const own = useMemo(() => trialAxes(study), [study]);
  const keys = own.map(({ key }) => key);
  const [asked, turned, flipped, ranges] = ['axes', 'turnlog', 'flip', 'brush'].map((key) => view(key));
  const axes = useMemo(
    () => orderOf(keys, asked).flatMap((key) => own.filter((axis) => axis.key === key)),
    [own, asked],
  );
  const brush = useMemo(() => readBrush(ranges), [ranges]);
  const kept = useMemo(() => keptBy(own, brush, study.list.length), [own, brush]);
  const [isTurned, isFlipped] = [listOf(turned), listOf(flipped)];
  return {
    axes,
    brush,
    kept,
    settingOf: (key) => {
      const axis = own.find((one) => one.key === key);
      const isLog = axis !== undefined && canLog(axis) && axis.isLog !== isTurned.includes(key);
      return { isLog, isFlipped: isFlipped.includes(key) };
    },
    onMove: (key, place) =>
      setView({
        axes: orderText(
          movedTo(
            axes.map((axis) => axis.key),
            key,
            place,
          ),
          keys,
        ),
      }),
    onSet: (key, what) =>
      setView(what === 'log' ? { turnlog: toggled(turned, key) } : { flip: toggled(flipped, key) }),
    onBrush: (key, range, how) => setView({ brush: brushText(withRange(brush, key, range)) }, how),
  };
}
