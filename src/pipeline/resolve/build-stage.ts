import type { Place } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { RepoPath, Stage } from '../model/stage.ts';
import { isList, type Value, type ValueMap } from '../model/value.ts';
import { typeName } from '../model/type-name.ts';
import { pathIn } from './repo-path.ts';
import { outsOf } from './out-entries.ts';
import { paramsOf } from './params-entries.ts';
import { depsOf, type EntryFault, QUOTE } from './path-entry.ts';

/** What a stage is made of beside its body. */
export interface StageFrame {
  readonly name: string;
  readonly file: RepoPath;
  readonly folder: RepoPath;
  readonly root: string;
  /** Finding a place takes longer than resolving a stage, and most are never asked for. */
  readonly placeOf: () => Place;
}

/** Makes a stage of a body in which everything is interpolated. */
export function buildStage(
  body: ValueMap,
  { name, file, folder, root, placeOf }: StageFrame,
): Result<Stage, EntryFault> {
  const cmd = commandOf(body.get('cmd'));
  if (!cmd.ok) return cmd;
  const wdirText = body.get('wdir') ?? null;
  if (typeof wdirText !== 'string' && wdirText !== null) {
    return err({ key: 'wdir', message: `expected a path, got ${typeName(wdirText)}`, fix: QUOTE });
  }
  const wdir = pathIn(root, folder, wdirText ?? '');
  const where = { root, wdir };
  const deps = depsOf(body.get('deps'), where);
  if (!deps.ok) return deps;
  const params = paramsOf(body.get('params'), where);
  if (!params.ok) return params;
  const outs = outsOf(body.get('outs'), 'outs', where);
  if (!outs.ok) return outs;
  const metrics = outsOf(body.get('metrics'), 'metrics', where);
  if (!metrics.ok) return metrics;
  const plots = outsOf(body.get('plots'), 'plots', where);
  if (!plots.ok) return plots;
  const desc = body.get('desc');
  const meta = body.get('meta');
  return ok({
    kind: 'stage',
    name,
    file,
    wdir,
    cmd: cmd.value,
    deps: deps.value,
    params: params.value,
    outs: [...outs.value, ...metrics.value, ...plots.value],
    frozen: body.get('frozen') === true,
    alwaysChanged: body.get('always_changed') === true,
    ...(typeof desc === 'string' ? { desc } : {}),
    ...(meta === undefined ? {} : { meta }),
    get place(): Place {
      return placeOf();
    },
  });
}

function commandOf(cmd: Value | undefined): Result<Stage['cmd'], EntryFault> {
  if (typeof cmd === 'string') return ok(cmd);
  if (!isList(cmd))
    return err({ key: 'cmd', message: `expected a command, got ${typeName(cmd ?? null)}`, fix: QUOTE });
  const lines = cmd.filter((line) => typeof line === 'string');
  const wrong = cmd.find((line) => typeof line !== 'string');
  return wrong === undefined
    ? ok(lines)
    : err({ key: 'cmd', message: `expected a command, got ${typeName(wrong)}`, fix: QUOTE });
}
