import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import type { RunRecord } from '../../book/run-record.ts';
import type { Estimate } from '../../units/estimate.ts';
import { type StageRecord, stageRecord } from '../energy/stage-record.ts';
import { cacheOf, type Tallied } from '../energy/tally.ts';
import { addressOf } from '../graph/address.ts';
import { lockOf } from '../lock/lock-files.io.ts';
import { runKey } from '../lock/run-key.io.ts';
import type { LockEntry, LockItem } from '../model/lock-entry.ts';
import type { DataSource, Node, RepoPath, Stage } from '../model/stage.ts';
import { PathLocks } from '../project/rwlock.io.ts';
import { type Changes, isChanged } from '../status/changes.ts';
import type { InspectOptions } from '../status/inspector.io.ts';
import { Aside, recoverAside } from './aside.io.ts';
import { asideItems, Computations, tellBroughtBack } from './computations.io.ts';
import { type Failure, Fates } from './fates.ts';
import { Fetching } from './fetching.io.ts';
import { cachedOutside } from './cached-outside.ts';
import type { Inputs } from './new-entry.ts';
import { readInputs } from './read-inputs.io.ts';
import { RepoGate } from './repo-gate.io.ts';
import type { ReproSetting } from './repro-setting.io.ts';
import {
  type CacheHit,
  type HitOptions,
  isInPlace,
  resultOf,
  restore,
  wholeHit,
  workKey,
} from './restore.io.ts';
import { missingData, saveSource } from './save-source.io.ts';
import { withoutFolder } from './without-folder.io.ts';
import { type Saved, saveStage } from './save-stage.io.ts';
import { runSchedule } from './schedule.ts';
import type { Workbench } from './workbench.io.ts';

/** What came of a reproduction. */
export interface ReproOutcome {
  readonly stages: readonly Tallied[];
  readonly failed: readonly Failure[];
  /** What was run, restored or saved anew. */
  readonly brought: ReadonlySet<Node>;
  /** Files that changed and that git should know of. */
  readonly tracked: readonly RepoPath[];
  /** Energy of stages that failed, J. */
  readonly spentBeside: readonly Estimate[];
  /** The run around all that ran; undefined where nothing did. */
  readonly run?: RunRecord;
  /** Why it ended before all was looked at. */
  readonly limit?: Problem;
}

/** Brings stages up to date: looks at each, restores what the cache holds, runs and measures the rest. */
export class Reproduction {
  readonly #bench: Workbench;
  readonly #setting: ReproSetting;
  readonly #gate: RepoGate;
  readonly #paths: PathLocks;
  readonly #fates: Fates;
  readonly #computations: Computations;
  readonly #fetching: Fetching | undefined;
  readonly #tracked = new Set<RepoPath>();
  #limit: Problem | undefined;
  #isStopped = false;

  constructor(bench: Workbench, setting: ReproSetting) {
    this.#bench = bench;
    this.#setting = setting;
    const { host, project } = bench;
    const { hasHardlinkLock } = project.config;
    this.#gate = new RepoGate(host, project.root, hasHardlinkLock, () => bench.locks.recheck());
    this.#paths = new PathLocks(host, project.root, hasHardlinkLock, setting.command.join(' '));
    const { graph, options, plan, puller } = setting;
    this.#fates = new Fates(graph, project.from, options, options.force ? plan : []);
    this.#computations = new Computations(bench, setting, this.#gate);
    this.#fetching = puller && new Fetching(bench, graph, puller);
  }

  /** No further stage begins. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Sends a signal to every command that runs. */
  signal(signal: number): void {
    this.#computations.signal(signal);
  }

  /** Power at the wall now, W; undefined before anything was measured. */
  get powerW(): number | undefined {
    return this.#computations.powerW;
  }

  async run(): Promise<Result<ReproOutcome>> {
    const { plan, graph, options, tell } = this.#setting;
    const entered = await this.#gate.enter();
    if (!entered.ok) return entered;
    const recovered = recoverAside(this.#bench.project.root);
    if (recovered.back.length > 0) tell({ k: 'recovered', back: recovered.back });
    tellBroughtBack(this.#setting, recovered);
    try {
      if (!options.noRunCache) {
        const failed = await this.#fetching?.runCache();
        if (failed !== undefined) tell({ k: 'warning', warning: failed });
      }
      const needs = (node: Node): readonly Node[] => (node.frozen ? [] : (graph.upstream.get(node) ?? []));
      await runSchedule({ items: plan, needs, jobs: options.jobs }, (node) => this.#work(node));
    } finally {
      this.#bench.contents.save();
      const { files, failed } = this.#bench.energy.flush();
      for (const file of files) this.#tracked.add(file);
      if (failed !== undefined) tell({ k: 'warning', warning: failed });
      this.#gate.leave();
    }
    const { failures, brought } = this.#fates;
    const stages = this.#fates.tallied(plan);
    const run = this.#computations.end(failures.length === 0, cacheOf(stages));
    return ok({
      stages,
      failed: failures,
      brought,
      tracked: [...this.#tracked],
      spentBeside: this.#computations.spentBeside,
      ...(run === undefined ? {} : { run }),
      ...(this.#limit === undefined ? {} : { limit: this.#limit }),
    });
  }

  async #work(node: Node): Promise<'go on' | 'stop'> {
    if (this.#isStopped || this.#limit !== undefined) return 'stop';
    const blocker = this.#fates.blockedBy(node);
    if (blocker !== undefined) {
      this.#setting.tell({ k: 'skipped', node, failed: blocker });
      this.#fates.skipped(node);
      return 'go on';
    }
    const entered = await this.#gate.enter();
    try {
      const done = !entered.ok
        ? entered
        : node.kind === 'stage'
          ? await this.#stage(node)
          : await this.#source(node);
      if (done.ok) return this.#limit === undefined ? 'go on' : 'stop';
      this.#setting.tell({ k: 'failed', node, why: done.error });
      return this.#fates.failed(node, done.error);
    } finally {
      this.#gate.leave();
    }
  }

  /** Data that changed is taken as it is now. */
  async #source(source: DataSource): Promise<Result<true>> {
    const changes = this.#bench.inspector.changes(source, undefined, this.#inspectOptions());
    if (!changes.ok) return changes;
    if (!this.#fates.isForced(source)) {
      const known = source.outs.map(({ at, known }) => ({ at, known }));
      if (!isChanged(changes.value)) return this.#unchanged(source);
      if (await this.#isFetched(source, known, undefined)) return this.#unchanged(source);
    }
    this.#setting.tell({ k: 'verifying', node: source });
    const saved = saveSource(this.#bench, source, !this.#setting.options.noCommit);
    if (!saved.ok) return saved;
    for (const file of saved.value) this.#tracked.add(file);
    this.#fates.done(source, 'unchanged');
    return ok(true);
  }

  async #stage(stage: Stage): Promise<Result<true>> {
    const recorded = this.#bench.locks.entry(stage);
    if (!recorded.ok) return recorded;
    const entry = recorded.value;
    const changes = this.#bench.inspector.changes(stage, entry, this.#inspectOptions());
    if (!changes.ok) return changes;
    if (stage.frozen) this.#setting.tell({ k: 'frozen', stage });
    if (!this.#fates.isForced(stage)) {
      // A frozen stage is not run, also where it is to run always.
      const isAlways = changes.value.isAlways && !stage.frozen;
      if (!isChanged({ ...changes.value, isAlways })) return this.#unchanged(stage, entry);
      const known = stage.outs.flatMap((out) => {
        const item = entry?.outs?.find(({ path }) => path === out.path);
        const isThere = item !== undefined && isInPlace(this.#bench, out, item);
        return isThere ? [] : [{ at: out.at, known: item }];
      });
      if (!isAlways && (await this.#isFetched(stage, known, entry))) return this.#unchanged(stage, entry);
    }
    if (stage.frozen) return this.#frozen(stage, entry);
    const { confirm } = this.#setting.options;
    if (confirm !== undefined && !(await confirm(addressOf(stage, this.#bench.project.from))))
      return err(problem('E_STAGE', 'reproduction aborted by the user'));
    const claimed = await this.#paths.claim(this.#wanted(stage));
    if (!claimed.ok) return claimed;
    try {
      return await this.#reproduce(stage, entry, changes.value);
    } finally {
      const failed = await claimed.value.release();
      if (failed !== undefined) this.#setting.tell({ k: 'warning', warning: failed });
    }
  }

  #unchanged(node: Node, entry?: LockEntry): Result<true> {
    this.#setting.tell({ k: 'unchanged', node });
    if (node.kind === 'data' || entry === undefined) {
      this.#fates.unchanged(node);
      return ok(true);
    }
    const { energy } = this.#bench;
    const record = energy.find(node, runKey(entry));
    energy.stand(node, record);
    this.#fates.unchanged(node, record);
    return ok(true);
  }

  /** Whether nothing but missing data made a node stale, and that was fetched and put in place. */
  async #isFetched(
    node: Node,
    outs: Parameters<Fetching['outs']>[0],
    entry: LockEntry | undefined,
  ): Promise<boolean> {
    if (this.#fetching === undefined) return false;
    const options = { ...this.#inspectOptions(), isMissingAllowed: true };
    const changes = this.#bench.inspector.changes(node, entry, options);
    if (!changes.ok || isChanged(changes.value)) return false;
    const fetched = await this.#fetching.outs(outs);
    if (!fetched.ok) this.#setting.tell({ k: 'warning', warning: fetched.error });
    return fetched.ok;
  }

  async #reproduce(stage: Stage, entry: LockEntry | undefined, changes: Changes): Promise<Result<true>> {
    const isForced = this.#fates.isForced(stage);
    if (!isForced) await this.#fetching?.deps(stage);
    const unfit = cachedOutside(stage) ?? withoutFolder(this.#bench.project.root, stage);
    if (unfit !== undefined) return err(unfit);
    const inputs = readInputs(this.#bench, stage, entry);
    if (!inputs.ok) return inputs;
    const hit = isForced ? undefined : await this.#hit(stage, entry, inputs.value, changes);
    if (hit !== undefined) return this.#restore(stage, entry, hit);
    const last = this.#bench.energy.findWork(stage, workKey(stage, inputs.value));
    this.#limit = this.#computations.overBudget(stage, last);
    if (this.#limit !== undefined) return ok(true);
    const computed = await this.#computations.compute(stage, entry, inputs.value, changes, last);
    if (!computed.ok) return computed;
    const { measured, tellOutput, accept, refuse } = computed.value;
    tellOutput();
    const saved = saveStage(this.#bench, stage, entry, !this.#setting.options.noCommit);
    if (!saved.ok) {
      refuse();
      return saved;
    }
    accept();
    const record = stageRecord(saved.value.key, measured.record, measured.root, measured.idlePart);
    const failed = this.#bench.energy.keep(record);
    if (failed !== undefined) this.#setting.tell({ k: 'warning', warning: failed });
    this.#finish(stage, 'ran', saved.value, record);
    return ok(true);
  }

  async #hit(
    stage: Stage,
    entry: LockEntry | undefined,
    inputs: Inputs,
    changes: Changes,
  ): Promise<CacheHit | undefined> {
    const options: HitOptions = {
      isSameWork: !changes.isCommand && changes.deps.length === 0,
      noRunCache: this.#setting.options.noRunCache,
      warn: (warning) => this.#setting.tell({ k: 'warning', warning }),
    };
    const result = resultOf(this.#bench, stage, entry, inputs, options);
    if (result !== undefined) {
      const isWanted = (item: LockItem): boolean =>
        !stage.outs.some((out) => out.path === item.path && isInPlace(this.#bench, out, item));
      await this.#fetching?.objects((result.outs ?? []).filter(isWanted));
    }
    return wholeHit(this.#bench, stage, result, this.#fetching !== undefined);
  }

  #restore(stage: Stage, entry: LockEntry | undefined, hit: CacheHit): Result<true> {
    const { project, energy, host } = this.#bench;
    this.#setting.tell({ k: 'restoring', stage });
    // What the cache does not hold is in nobody's way until the result is in place.
    const stays = (at: RepoPath): boolean =>
      stage.outs.some((out) => {
        const item = hit.entry.outs?.find(({ path }) => path === out.path);
        return out.at === at && item !== undefined && isInPlace(this.#bench, out, item);
      });
    const only = asideItems(this.#bench, stage, entry).filter(({ isOnly, at }) => isOnly && !stays(at));
    const taken = only.length === 0 ? undefined : Aside.take(host, project.root, only);
    if (taken?.ok === false) return taken;
    const restored = restore(this.#bench, stage, hit);
    const saved = restored.ok
      ? saveStage(this.#bench, stage, entry, !this.#setting.options.noCommit)
      : restored;
    if (!saved.ok) {
      if (taken !== undefined) tellBroughtBack(this.#setting, taken.value.bringBack());
      return saved;
    }
    taken?.value.discard();
    this.#finish(stage, 'restored', saved.value, energy.find(stage, saved.value.key));
    return ok(true);
  }

  /** A frozen stage is taken as it is: what it wrote must be there, and is recorded. */
  #frozen(stage: Stage, entry: LockEntry | undefined): Result<true> {
    this.#setting.tell({ k: 'verifying', node: stage });
    const missing = missingData(this.#bench, stage);
    if (missing !== undefined) return err(missing);
    const saved = saveStage(this.#bench, stage, entry, !this.#setting.options.noCommit);
    if (!saved.ok) return saved;
    this.#finish(stage, 'unchanged', saved.value, this.#bench.energy.find(stage, saved.value.key));
    return ok(true);
  }

  #finish(
    stage: Stage,
    fate: 'ran' | 'restored' | 'unchanged',
    { lock, tracked, warnings }: Saved,
    record: StageRecord | undefined,
  ): void {
    const { tell } = this.#setting;
    for (const warning of warnings) tell({ k: 'warning', warning });
    for (const file of tracked) this.#tracked.add(file);
    if (lock !== 'unchanged') tell({ k: 'lock', file: lockOf(stage.file), isNew: lock === 'generated' });
    this.#bench.energy.stand(stage, record);
    this.#fates.done(stage, fate, record);
    tell({ k: 'ended', stage, fate, ...(record === undefined ? {} : { record }) });
  }

  #inspectOptions(): InspectOptions {
    return { isMissingAllowed: this.#setting.options.allowMissing, made: (at) => this.#madeOf(at) };
  }

  /** What the lock says of an output, for a dependency that is not there. */
  #madeOf(at: RepoPath): ReturnType<NonNullable<InspectOptions['made']>> {
    const [made] = this.#setting.graph.made.holding(at);
    if (made === undefined || made.out.at !== at) return undefined;
    if (made.by.kind === 'data') return made.by.outs.find((out) => out.at === at)?.known;
    const entry = this.#bench.locks.entry(made.by);
    return entry.ok ? entry.value?.outs?.find(({ path }) => path === made.out.path) : undefined;
  }

  #wanted(stage: Stage): { readonly read: readonly string[]; readonly write: readonly string[] } {
    const path = (at: string): string => (at.startsWith('/') ? at : join(this.#bench.project.root, at));
    return {
      read: [...stage.deps, ...stage.params].map(({ at }) => path(at)),
      write: stage.outs.map(({ at }) => path(at)),
    };
  }
}
