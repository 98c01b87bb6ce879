import type { Value, ValueMap } from '../../pipeline/model/value.ts';
import type { PLOTS_SHOW } from '../spec/plots-specs.ts';
import type { InputOf } from '../spec/spec.ts';
import type { PlotOptions } from './plot-options.ts';

type Options = InputOf<typeof PLOTS_SHOW>['options'];

/** How plots are asked for on the command line. */
export function plotOptions(options: Options, targets: readonly string[]): PlotOptions {
  const { out, showVega, split, open, htmlTemplate } = options;
  return { targets, props: propsOf(options), out, showVega, split, open, htmlTemplate };
}

/** Properties that are given; those of the plot itself stay where they are not. */
function propsOf({ template, x, y, noHeader, title, xLabel, yLabel }: Options): ValueMap {
  const given: readonly (readonly [string, Value | undefined])[] = [
    ['template', template],
    ['x', x],
    ['y', y],
    ['header', noHeader ? false : undefined],
    ['title', title],
    ['x_label', xLabel],
    ['y_label', yLabel],
  ];
  return new Map(given.filter((prop): prop is readonly [string, Value] => prop[1] !== undefined));
}
