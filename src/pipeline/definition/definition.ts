import type { RepoPath } from '../model/stage.ts';
import type { Value, ValueMap } from '../model/value.ts';
import type { YamlTree } from '../yaml/read-yaml.ts';

/** A stage of a dvc.yaml as it is written: nothing interpolated, groups not expanded. */
export type StageDefinition =
  | { readonly kind: 'single'; readonly name: string; readonly body: ValueMap }
  /** One stage for each item of `over`; `body` is what stands under `do`. */
  | { readonly kind: 'foreach'; readonly name: string; readonly body: ValueMap; readonly over: Value }
  /** One stage for each combination of the axes; `body` is the rest of the stage. */
  | { readonly kind: 'matrix'; readonly name: string; readonly body: ValueMap; readonly over: ValueMap };

/** A dvc.yaml whose form has been checked. */
export interface Definition {
  readonly file: RepoPath;
  /** The folder that it stands in, where its paths begin. */
  readonly folder: RepoPath;
  readonly text: string;
  readonly tree: YamlTree;
  readonly vars: readonly (string | ValueMap)[];
  readonly stages: ReadonlyMap<string, StageDefinition>;
  readonly params: readonly string[];
  readonly metrics: readonly string[];
  readonly plots: readonly (string | ValueMap)[];
  readonly artifacts: ReadonlyMap<string, ValueMap>;
  readonly datasets: readonly Value[];
}

/** The way to the body of a stage in its file. */
export function bodyPath({ kind, name }: StageDefinition): readonly string[] {
  return kind === 'foreach' ? ['stages', name, 'do'] : ['stages', name];
}
