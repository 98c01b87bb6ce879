import type { DataSource, Out, Stage } from '../../../src/pipeline/model/stage.ts';

export function out(at: string): Out {
  return { path: at, at, kind: 'out', cache: true, persist: false, push: true };
}

export function stage(
  name: string,
  deps: readonly string[],
  outs: readonly string[],
  more: Partial<Stage> = {},
): Stage {
  return {
    kind: 'stage',
    name,
    file: 'dvc.yaml',
    wdir: '',
    cmd: 'true',
    deps: deps.map((at) => ({ path: at, at })),
    params: [],
    outs: outs.map(out),
    frozen: false,
    alwaysChanged: false,
    ...more,
  };
}

export function data(path: string): DataSource {
  return { kind: 'data', file: `${path}.dvc`, wdir: '', outs: [out(path)], isImport: false, frozen: false };
}
