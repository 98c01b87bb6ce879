import { ok, type Result } from '../../result.ts';
import type { ObjectStore } from '../cache/object-store.io.ts';
import type { Contents } from '../content/contents.io.ts';
import type { Hashed } from '../model/hashed.ts';
import type { LockEntry } from '../model/lock-entry.ts';
import type { DataSource, Dep, Node, Out, ParamsDep, RepoPath, Stage } from '../model/stage.ts';
import type { Change, Changes, PathChange } from './changes.ts';
import { changedParams } from './changed-params.ts';
import type { ValuesFiles } from '../project/values-files.io.ts';

/** What is taken for granted of a node while it is looked at. */
export interface InspectOptions {
  /** Stop at the first difference. */
  readonly isBrief?: boolean;
  /** What is not there counts as unchanged, as long as no stage above made something else of it. */
  readonly isMissingAllowed?: boolean;
  /** Whether the cache holds what was recorded does not matter. */
  readonly isCacheIgnored?: boolean;
  /** What a stage above is known to have made of a path. */
  readonly made?: (at: RepoPath) => Hashed | undefined;
}

/** Compares what lies in the workspace and in the cache with what dvc.lock and .dvc files say. */
export class Inspector {
  readonly #contents: Contents;
  readonly #store: ObjectStore;
  readonly #values: ValuesFiles;

  constructor(contents: Contents, store: ObjectStore, values: ValuesFiles) {
    this.#contents = contents;
    this.#store = store;
    this.#values = values;
  }

  /**
   * How a node differs from its record, in the order in which DVC looks: the command, what it reads, what it writes.
   *
   * @param entry what dvc.lock says of a stage; of a stage without an entry everything is new.
   */
  changes(node: Node, entry: LockEntry | undefined, options: InspectOptions = {}): Result<Changes> {
    return node.kind === 'stage' ? this.#ofStage(node, entry, options) : this.#ofData(node, options);
  }

  #ofStage(stage: Stage, entry: LockEntry | undefined, options: InspectOptions): Result<Changes> {
    const isBrief = options.isBrief === true;
    const isCommand = entry !== undefined && !sameCommand(entry.cmd, stage.cmd);
    const isAlways = stage.alwaysChanged || isCallback(stage);
    const deps: Change[] = [];
    const outs: Change[] = [];
    const found = (): Result<Changes> => ok({ isCommand, isAlways, deps, outs });
    if (isBrief && (isCommand || (isAlways && !stage.frozen))) return found();
    if (!stage.frozen) {
      for (const dep of stage.deps) {
        const change = this.#ofDep(dep, known(entry?.deps, dep), options);
        if (!change.ok) return change;
        if (change.value === undefined) continue;
        deps.push({ of: 'path', item: dep, how: change.value });
        if (isBrief) return found();
      }
      for (const params of stage.params) {
        const change = this.#ofParams(params, entry, options);
        if (!change.ok) return change;
        if (change.value === undefined) continue;
        deps.push(change.value);
        if (isBrief) return found();
      }
    }
    for (const out of stage.outs) {
      const change = this.#ofOut(out, known(entry?.outs, out), options);
      if (!change.ok) return change;
      if (change.value !== undefined) outs.push({ of: 'path', item: out, how: change.value });
      if (isBrief && outs.length > 0) return found();
    }
    return found();
  }

  #ofData(source: DataSource, options: InspectOptions): Result<Changes> {
    const outs: Change[] = [];
    for (const out of source.outs) {
      const change = this.#ofOut(out, out.known, options);
      if (!change.ok) return change;
      if (change.value !== undefined) outs.push({ of: 'path', item: out, how: change.value });
    }
    return ok({ isCommand: false, isAlways: false, deps: [], outs });
  }

  #ofDep(dep: Dep, recorded: Hashed | undefined, options: InspectOptions): Result<PathChange | undefined> {
    const change = this.#ofPath(dep.at, recorded);
    if (!change.ok || change.value !== 'deleted' || options.isMissingAllowed !== true) return change;
    const made = options.made?.(dep.at);
    return ok(made !== undefined && made.md5 !== recorded?.md5 ? 'modified' : undefined);
  }

  #ofParams(
    item: ParamsDep,
    entry: LockEntry | undefined,
    options: InspectOptions,
  ): Result<Change | undefined> {
    const now = this.#values.params(item.at);
    if (!now.ok) return now;
    if (now.value === undefined)
      return ok(options.isMissingAllowed === true ? undefined : { of: 'path', item, how: 'deleted' });
    const then = entry?.params?.get(item.path);
    if (then === undefined) return ok({ of: 'path', item, how: 'new' });
    const how = changedParams(item, now.value, then);
    return ok(how.size === 0 ? undefined : { of: 'params', item, how });
  }

  #ofOut(
    out: Out,
    recorded: Hashed | undefined,
    { isMissingAllowed = false, isCacheIgnored = false }: InspectOptions,
  ): Result<PathChange | undefined> {
    if (recorded !== undefined && out.cache && !isCacheIgnored && !this.#store.has(recorded))
      return ok(isMissingAllowed ? undefined : 'not in cache');
    const change = this.#ofPath(out.at, recorded);
    return change.ok && change.value === 'deleted' && isMissingAllowed ? ok(undefined) : change;
  }

  #ofPath(at: RepoPath, recorded: Hashed | undefined): Result<PathChange | undefined> {
    const isLegacy = recorded !== undefined && recorded.hash === undefined;
    const now = this.#contents.hash(at, isLegacy ? 'md5-dos2unix' : 'md5');
    if (!now.ok) return now;
    if (now.value === undefined) return ok('deleted');
    // What was never recorded is modified, as DVC has it.
    return ok(now.value.md5 === recorded?.md5 ? undefined : 'modified');
  }
}

/** A stage that reads and writes nothing is there to be run each time. */
export function isCallback({ deps, params, outs }: Stage): boolean {
  return deps.length === 0 && params.length === 0 && outs.length === 0;
}

function known(items: LockEntry['deps'], { path }: Dep): Hashed | undefined {
  return items?.find((item) => item.path === path);
}

/** Whether two commands are the same to the letter; a list is another than one text. */
export function sameCommand(a: Stage['cmd'], b: Stage['cmd']): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return a.length === b.length && a.every((line, i) => line === b[i]);
}
