import type { Dep, ParamsDep } from '../model/stage.ts';

/** How a file or folder differs from what dvc.lock says; one of which it says nothing is modified. New are parameters of such a file. */
export type PathChange = 'modified' | 'deleted' | 'new' | 'not in cache';

/** How a parameter does. */
export type ParamChange = 'modified' | 'deleted' | 'new';

/** One difference: of a file as a whole, or of parameters in it. */
export type Change =
  | { readonly of: 'path'; readonly item: Dep; readonly how: PathChange }
  | { readonly of: 'params'; readonly item: ParamsDep; readonly how: ReadonlyMap<string, ParamChange> };

/** Why a stage would run, or a data source does not hold what its file says. Nothing in it: it is up to date. */
export interface Changes {
  /** Dependencies and parameters. */
  readonly deps: readonly Change[];
  readonly outs: readonly Change[];
  /** It was told to, or nothing tells when it need not. */
  readonly isAlways: boolean;
  /** The command is another than the one that dvc.lock holds. */
  readonly isCommand: boolean;
}

/** Whether there is any. */
export function isChanged({ deps, outs, isAlways, isCommand }: Changes): boolean {
  return isCommand || isAlways || deps.length > 0 || outs.length > 0;
}
