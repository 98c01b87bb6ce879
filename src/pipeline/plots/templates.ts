import type { JsonValue } from './json-value.ts';

/**
 * The charts that a plot may ask for by name, in Vega-Lite 5. What stands in angle brackets is filled in; own templates in `.dvc/plots` use the same marks
 * as DVC's.
 */
export const TEMPLATES: Readonly<Record<string, JsonValue>> = {
  simple: chart({
    mark: { type: 'line', tooltip: { content: 'data' } },
    encoding: { ...lines(), tooltip: '<DVC_METRIC_TOOLTIP>' },
  }),
  linear: smoothed(),
  smooth: smoothed(),
  scatter: chart({ mark: { type: 'point', tooltip: { content: 'data' } }, encoding: dots('quantitative') }),
  scatter_jitter: chart({
    transform: [
      { calculate: 'random() - 0.5', as: 'aside' },
      { calculate: 'random() - 0.5', as: 'above' },
    ],
    mark: { type: 'point', tooltip: { content: 'data' } },
    encoding: {
      ...dots('nominal'),
      xOffset: { field: 'aside', type: 'quantitative' },
      yOffset: { field: 'above', type: 'quantitative' },
    },
  }),
  bar_horizontal: bars({}),
  bar_horizontal_sorted: bars({ sort: '-x' }),
  confusion: matrix({ field: 'count', total: [], groups: '<DVC_METRIC_GROUP_BY_Y>' }),
  confusion_normalized: matrix({
    field: 'part',
    total: ['rev', '<DVC_METRIC_Y>'],
    groups: '<DVC_METRIC_GROUP_BY_Y>',
  }),
};

interface JsonObject {
  readonly [key: string]: JsonValue;
}

function chart(rest: JsonObject): JsonValue {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    data: { values: '<DVC_METRIC_DATA>' },
    title: { text: '<DVC_METRIC_TITLE>', anchor: 'middle' },
    width: '<DVC_METRIC_PLOT_WIDTH>',
    height: '<DVC_METRIC_PLOT_HEIGHT>',
    params: ['<DVC_METRIC_ZOOM_AND_PAN>'],
    ...rest,
  };
}

function x(type: string, more: JsonObject = {}): JsonObject {
  return { field: '<DVC_METRIC_X>', type, title: '<DVC_METRIC_X_LABEL>', ...more };
}

function y(type: string, more: JsonObject = {}): JsonObject {
  return { field: '<DVC_METRIC_Y>', type, title: '<DVC_METRIC_Y_LABEL>', ...more };
}

function lines(): JsonObject {
  return {
    x: x('quantitative'),
    y: y('quantitative', { scale: { zero: false } }),
    color: '<DVC_METRIC_COLOR>',
    strokeDash: '<DVC_METRIC_STROKE_DASH>',
  };
}

function dots(type: string): JsonObject {
  return {
    x: x(type),
    y: y(type),
    color: '<DVC_METRIC_COLOR>',
    shape: '<DVC_METRIC_SHAPE>',
    tooltip: '<DVC_METRIC_TOOLTIP>',
  };
}

/** Lines as they are, faint, under lines that a slider makes smoother. */
function smoothed(): JsonValue {
  return chart({
    params: [{ name: 'smoothness', value: 0.001, bind: { input: 'range', min: 0.001, max: 1, step: 0.001 } }],
    encoding: lines(),
    layer: [
      { params: ['<DVC_METRIC_ZOOM_AND_PAN>'], mark: { type: 'line', opacity: 0.25 } },
      {
        transform: [
          {
            loess: '<DVC_METRIC_Y>',
            on: '<DVC_METRIC_X>',
            groupby: '<DVC_METRIC_GROUP_BY>',
            bandwidth: { signal: 'smoothness' },
          },
        ],
        mark: { type: 'line', tooltip: { content: 'data' } },
      },
    ],
  });
}

function bars(order: JsonObject): JsonValue {
  return chart({
    mark: { type: 'bar' },
    encoding: {
      x: x('quantitative', { scale: { zero: false } }),
      y: y('nominal', order),
      yOffset: { field: 'rev', sort: [] },
      color: '<DVC_METRIC_COLOR>',
      column: '<DVC_METRIC_COLUMN>',
    },
  });
}

/** How often each pair of classes occurs, or what part of its row that is; one matrix for each revision. */
function matrix({
  field,
  total,
  groups,
}: {
  readonly field: string;
  readonly total: readonly string[];
  readonly groups: string;
}): JsonValue {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    data: { values: '<DVC_METRIC_DATA>' },
    title: { text: '<DVC_METRIC_TITLE>', anchor: 'middle' },
    facet: { column: { field: 'rev', sort: [] }, row: '<DVC_METRIC_ROW>' },
    spec: {
      width: '<DVC_METRIC_PLOT_WIDTH>',
      height: '<DVC_METRIC_PLOT_HEIGHT>',
      transform: [
        { aggregate: [{ op: 'count', as: 'count' }], groupby: ['rev', '<DVC_METRIC_Y>', '<DVC_METRIC_X>'] },
        { impute: 'count', key: '<DVC_METRIC_X>', value: 0, groupby: groups },
        { joinaggregate: [{ op: 'sum', field: 'count', as: 'total' }], groupby: total },
        { calculate: 'datum.count / datum.total', as: 'part' },
      ],
      encoding: { x: x('nominal', { sort: 'ascending' }), y: y('nominal', { sort: 'ascending' }) },
      layer: [
        {
          mark: { type: 'rect', tooltip: { content: 'data' } },
          encoding: { color: { field, type: 'quantitative', title: '' } },
        },
        {
          mark: 'text',
          encoding: { text: { field, type: 'quantitative', format: field === 'part' ? '.2f' : 'd' } },
        },
      ],
    },
  };
}
