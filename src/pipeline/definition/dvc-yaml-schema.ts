import {
  anything,
  type Check,
  choose,
  either,
  fields,
  flag,
  list,
  listOf,
  mapOf,
  mapping,
  nothing,
  text,
} from './check.ts';
import { isMap } from '../model/value.ts';

const annotations = { desc: text, type: text, labels: listOf(text), meta: anything };

const outFlags = {
  ...annotations,
  cache: flag,
  persist: flag,
  // Of DVC 2; read and passed over, as DVC does.
  checkpoint: flag,
  remote: text,
  push: flag,
};

const plotFlags = fields({
  ...outFlags,
  template: text,
  x: text,
  y: text,
  x_label: text,
  y_label: text,
  title: text,
  header: flag,
});

const vars = listOf(either(mapping, text));
const outs = listOf(either(text, mapOf(fields(outFlags))));

const stage = fields(
  {
    matrix: mapOf(either(text, list)),
    cmd: either(text, list),
    wdir: text,
    deps: listOf(text),
    params: listOf(either(text, mapping)),
    vars,
    frozen: flag,
    meta: anything,
    desc: text,
    always_changed: flag,
    outs,
    metrics: outs,
    plots: listOf(either(text, mapOf(either(plotFlags, listOf(plotFlags))))),
  },
  ['cmd'],
);

const foreach = fields({ foreach: either(mapping, list, text), do: stage }, ['foreach', 'do']);

const plotProperties = fields({
  x: either(text, mapOf(text)),
  y: either(text, listOf(text), mapOf(either(text, listOf(text)))),
  x_label: text,
  y_label: text,
  title: text,
  template: text,
});

/** A plot of the top level names at least one file or id. */
const plot: Check = (value, path) =>
  isMap(value) && value.size === 0
    ? [{ path: [...path, 'str'], message: 'required key not provided', of: 'key' }]
    : mapOf(either(plotProperties, nothing))(value, path);

/** What may stand in a dvc.yaml. */
export const dvcYaml: Check = fields({
  stages: mapOf(choose((body) => body.has('foreach') || body.has('do'), stage, foreach)),
  vars,
  params: listOf(text),
  metrics: listOf(text),
  plots: listOf(either(text, plot)),
  artifacts: mapOf(fields({ path: text, ...annotations }, ['path'])),
  datasets: list,
});
