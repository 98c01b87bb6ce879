import type { Hashed } from '../../model/hashed.ts';
import { Float, type Value, type ValueMap } from '../../model/value.ts';
import { written } from '../../../units/estimate.ts';
import type { Estimate } from '../../../units/estimate.ts';
import type { Baseline, ExpRange, ExpState, FileValues, StateData } from './exp-state.ts';
import { isoTime } from './iso-time.ts';

/** The table of experiments as DVC's JSON; energy and carbon stand in `meta`, the place that it leaves free. */
export function expJson(baselines: readonly Baseline[]): Value {
  return baselines.map((baseline) =>
    stateJson(baseline, baseline.experiments.length === 0 ? null : baseline.experiments.map(rangeJson)),
  );
}

function stateJson(state: ExpState, experiments: Value): ValueMap {
  const { rev, name, data, error } = state;
  return record({
    rev,
    name: name ?? null,
    data: data === undefined ? null : dataJson(rev, data),
    error: error === undefined ? null : record({ msg: error.msg, type: error.type }),
    experiments,
  });
}

function rangeJson({ states, executor, name }: ExpRange): ValueMap {
  return record({
    revs: states.map((state) => stateJson(state, null)),
    executor:
      executor === undefined
        ? null
        : record({
            state: executor.state,
            name: executor.name,
            local: record({
              root: executor.root,
              log: executor.log,
              pid: executor.pid === null ? null : BigInt(executor.pid),
              returncode: executor.returncode === null ? null : BigInt(executor.returncode),
              task_id: executor.task,
            }),
          }),
    name: name ?? null,
  });
}

function dataJson(rev: string, { atMs, params, metrics, deps, outs, energy }: StateData): ValueMap {
  return record({
    rev,
    timestamp: atMs === undefined ? null : isoTime(atMs),
    params: filesJson(params),
    metrics: filesJson(metrics),
    deps: new Map([...deps].map(([at, hashed]) => [at, hashJson(hashed)])),
    outs: new Map(
      [...outs].map(([at, { hashed, isCached, isSource }]) => [
        at,
        new Map<string, Value>([...hashJson(hashed), ['use_cache', isCached], ['is_data_source', isSource]]),
      ]),
    ),
    meta:
      energy === undefined
        ? new Map()
        : record({
            joulebook: record({
              energy: estimateJson(energy.wall, 'J'),
              carbon: estimateJson(energy.carbon, 'g'),
              withoutRecord: energy.withoutRecord,
            }),
          }),
  });
}

function filesJson(files: FileValues): ValueMap {
  return new Map(
    [...files].map(([at, read]) => [
      at,
      read.ok
        ? record({ data: read.value })
        : record({ error: record({ type: read.error.type, msg: read.error.msg }) }),
    ]),
  );
}

function hashJson(hashed: Hashed | undefined): ValueMap {
  const count = (n: number | undefined): Value => (n === undefined ? null : BigInt(n));
  return record({ hash: hashed?.md5 ?? null, size: count(hashed?.size), nfiles: count(hashed?.nfiles) });
}

function estimateJson(estimate: Estimate, unit: string): ValueMap {
  const { value, low, high, errors } = written(estimate, unit);
  const number = (n: number | null): Value => (n === null ? null : new Float(n));
  const parts = Object.entries(errors).map(([source, size]): [string, Value] => [source, jsonOf(size)]);
  return record({ value: number(value), low: number(low), high: number(high), unit, errors: new Map(parts) });
}

function jsonOf(size: unknown): Value {
  if (typeof size === 'number') return new Float(size);
  return Array.isArray(size) ? size.map(jsonOf) : null;
}

function record(members: Readonly<Record<string, Value>>): ValueMap {
  return new Map(Object.entries(members));
}
