import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import type { Native } from '../../host/native.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { RunRecord } from '../../book/run-record.ts';
import { type Estimate, fromWritten } from '../../units/estimate.ts';
import { type StageRecord, stageRecord } from '../energy/stage-record.ts';
import type { Tallied } from '../energy/tally.ts';
import { addressOf } from '../graph/address.ts';
import type { StageGraph } from '../graph/stage-graph.ts';
import { lockOf } from '../lock/lock-files.io.ts';
import { runKey } from '../lock/run-key.io.ts';
import type { LockEntry } from '../model/lock-entry.ts';
import type { DataSource, Node, RepoPath, Stage } from '../model/stage.ts';
import { PathLocks } from '../project/rwlock.io.ts';
import { type Changes, isChanged } from '../status/changes.ts';
import { Aside } from './aside.io.ts';
import { overBudget } from './budget.ts';
import { failedCommand } from './exit-text.ts';
import { type Failure, Fates } from './fates.ts';
import { type MeasuredStage, MeasuredStages, type StageSession } from './measured-stages.io.ts';
import type { Inputs } from './new-entry.ts';
import { readInputs } from './read-inputs.io.ts';
import { RepoGate } from './repo-gate.io.ts';
import type { Tell } from './repro-event.ts';
import type { ReproOptions } from './repro-options.ts';
import { type CacheHit, findHit, restore, workKey } from './restore.io.ts';
import { missingData, saveSource } from './save-source.io.ts';
import { type Saved, saveStage } from './save-stage.io.ts';
import { runSchedule } from './schedule.ts';
import { stageParams } from './stage-params.ts';
import type { Workbench } from './workbench.io.ts';

/** What a reproduction needs beside its workbench. */
export interface ReproSetting {
  readonly native: Native | null;
  readonly graph: StageGraph;
  /** What to look at, each after what it needs. */
  readonly plan: readonly Node[];
  readonly options: ReproOptions;
  readonly session: StageSession;
  /** The command line that asked for it. */
  readonly command: readonly string[];
  readonly tell: Tell;
}

/** What came of a reproduction. */
export interface ReproOutcome {
  readonly stages: readonly Tallied[];
  readonly failed: readonly Failure[];
  /** Whether anything was run, restored or saved anew. */
  readonly isAnythingDone: boolean;
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
  readonly #tracked = new Set<RepoPath>();
  readonly #spentBeside: Estimate[] = [];
  /** What the stages that run are expected to take. */
  readonly #expected = new Map<Stage, StageRecord>();
  #measured: MeasuredStages | undefined;
  #limit: Problem | undefined;
  #isInterrupted = false;

  constructor(bench: Workbench, setting: ReproSetting) {
    this.#bench = bench;
    this.#setting = setting;
    const { host, project } = bench;
    const { hasHardlinkLock } = project.config;
    this.#gate = new RepoGate(host, project.root, hasHardlinkLock);
    this.#paths = new PathLocks(host, project.root, hasHardlinkLock, setting.command.join(' '));
    const { graph, options, plan } = setting;
    this.#fates = new Fates(graph, project.from, options, options.force ? plan : []);
  }

  /** No further stage begins; what runs gets the signal. */
  interrupt(signal: number, isSent: boolean): void {
    this.#isInterrupted = true;
    if (!isSent) this.#measured?.signal(signal);
  }

  async run(): Promise<Result<ReproOutcome>> {
    const { plan, graph, options } = this.#setting;
    const entered = await this.#gate.enter();
    if (!entered.ok) return entered;
    try {
      const needs = (node: Node): readonly Node[] => (node.frozen ? [] : (graph.upstream.get(node) ?? []));
      await runSchedule({ items: plan, needs, jobs: options.jobs }, (node) => this.#work(node));
    } finally {
      this.#bench.contents.save();
      const { files, failed } = this.#bench.energy.flush();
      for (const file of files) this.#tracked.add(file);
      if (failed !== undefined) this.#setting.tell({ k: 'warning', warning: failed });
      this.#gate.leave();
    }
    const { failures, isAnythingDone } = this.#fates;
    const run = this.#measured?.end(failures.length === 0).record;
    return ok({
      stages: this.#fates.tallied(plan),
      failed: failures,
      isAnythingDone,
      tracked: [...this.#tracked],
      spentBeside: this.#spentBeside,
      ...(run === undefined ? {} : { run }),
      ...(this.#limit === undefined ? {} : { limit: this.#limit }),
    });
  }

  async #work(node: Node): Promise<'go on' | 'stop'> {
    if (this.#isInterrupted || this.#limit !== undefined) return 'stop';
    const blocker = this.#fates.blockedBy(node);
    if (blocker !== undefined) {
      this.#setting.tell({ k: 'skipped', node, failed: blocker });
      this.#fates.skipped(node);
      return 'go on';
    }
    const entered = await this.#gate.enter();
    if (!entered.ok) return this.#fail(node, entered.error);
    try {
      const done = node.kind === 'stage' ? await this.#stage(node) : this.#source(node);
      if (!done.ok) return this.#fail(node, done.error);
      return this.#limit === undefined ? 'go on' : 'stop';
    } finally {
      this.#gate.leave();
    }
  }

  /** Data that changed is taken as it is now. */
  #source(source: DataSource): Result<true> {
    const changes = this.#bench.inspector.changes(source, undefined, this.#inspectOptions());
    if (!changes.ok) return changes;
    if (!isChanged(changes.value) && !this.#fates.isForced(source)) {
      this.#setting.tell({ k: 'unchanged', node: source });
      this.#fates.unchanged(source);
      return ok(true);
    }
    this.#setting.tell({ k: 'verifying', node: source });
    const saved = saveSource(this.#bench, source, !this.#setting.options.noCommit);
    if (!saved.ok) return saved;
    for (const file of saved.value) this.#tracked.add(file);
    this.#fates.done(source, 'unchanged');
    return ok(true);
  }

  async #stage(stage: Stage): Promise<Result<true>> {
    const { locks, inspector, energy } = this.#bench;
    const recorded = locks.entry(stage);
    if (!recorded.ok) return recorded;
    const entry = recorded.value;
    const changes = inspector.changes(stage, entry, this.#inspectOptions());
    if (!changes.ok) return changes;
    // A frozen stage is not run, also where it is to run always.
    const isStale = isChanged({ ...changes.value, isAlways: changes.value.isAlways && !stage.frozen });
    if (stage.frozen) this.#setting.tell({ k: 'frozen', stage });
    if (!isStale && !this.#fates.isForced(stage)) {
      this.#setting.tell({ k: 'unchanged', node: stage });
      const record = entry === undefined ? undefined : energy.find(stage, runKey(entry));
      energy.stand(stage, record);
      this.#fates.unchanged(stage, record);
      return ok(true);
    }
    if (stage.frozen) return this.#frozen(stage, entry);
    const { confirm } = this.#setting.options;
    const address = addressOf(stage, this.#bench.project.from);
    if (confirm !== undefined && !(await confirm(address)))
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

  async #reproduce(stage: Stage, entry: LockEntry | undefined, changes: Changes): Promise<Result<true>> {
    const inputs = readInputs(this.#bench, stage, entry);
    if (!inputs.ok) return inputs;
    const hit = this.#fates.isForced(stage) ? undefined : this.#hit(stage, entry, inputs.value, changes);
    if (hit !== undefined) return this.#restore(stage, entry, hit);
    const last = this.#bench.energy.findWork(stage, workKey(stage, inputs.value));
    const over = this.#overBudget(stage, last);
    if (over !== undefined) {
      this.#limit = over;
      return ok(true);
    }
    if (last !== undefined) this.#expected.set(stage, last);
    const ran = await this.#compute(stage, inputs.value, changes);
    this.#expected.delete(stage);
    if (!ran.ok) return ran;
    const { aside, measured } = ran.value;
    const saved = saveStage(this.#bench, stage, entry, !this.#setting.options.noCommit);
    if (!saved.ok) {
      aside.bringBack();
      this.#spentBeside.push(fromWritten(measured.record.energy.wall.active));
      return saved;
    }
    aside.discard();
    const record = stageRecord(saved.value.key, measured.record, measured.root, measured.idlePart);
    const failed = this.#bench.energy.keep(record);
    if (failed !== undefined) this.#setting.tell({ k: 'warning', warning: failed });
    this.#finish(stage, 'ran', saved.value, record);
    return ok(true);
  }

  #restore(stage: Stage, entry: LockEntry | undefined, hit: CacheHit): Result<true> {
    const { project, energy, host } = this.#bench;
    this.#setting.tell({ k: 'restoring', stage });
    const aside = new Aside(project.root, host.pid);
    const taken = takeAside(aside, stage, (at) => this.#isLost(at));
    if (taken !== undefined) return err(taken);
    const restored = restore(this.#bench, stage, hit);
    const saved = restored.ok
      ? saveStage(this.#bench, stage, entry, !this.#setting.options.noCommit)
      : restored;
    if (!saved.ok) {
      aside.bringBack();
      return saved;
    }
    aside.discard();
    this.#finish(stage, 'restored', saved.value, energy.find(stage, saved.value.key));
    return ok(true);
  }

  /** Runs the commands. While they run the repository is free for others. */
  async #compute(
    stage: Stage,
    inputs: Inputs,
    changes: Changes,
  ): Promise<Result<{ readonly aside: Aside; readonly measured: MeasuredStage }>> {
    const { host, project } = this.#bench;
    const { options, tell } = this.#setting;
    const stages = this.#stages();
    if (!stages.ok) return stages;
    const aside = new Aside(project.root, host.pid);
    const taken = takeAside(aside, stage, () => true);
    if (taken !== undefined) return err(taken);
    const output = options.jobs > 1 ? stages.value.outputFiles() : undefined;
    tell({ k: 'running', stage, changes, isApart: output !== undefined });
    const variables = {
      DVC_ROOT: host.env['DVC_ROOT'] ?? project.root,
      DVC_STAGE: addressOf(stage, project.from),
    };
    this.#gate.leave();
    const measured = await stages.value.run(
      stage,
      stageParams(inputs),
      variables,
      output ?? (options.isStdoutTaken ? 'stderr' : undefined),
      options.isQuiet,
    );
    const entered = await this.#gate.enter();
    if (output !== undefined) tell({ k: 'output', stage, ...output });
    const failure = !measured.ok
      ? measured.error
      : measured.value.exit.how !== 'exited' || measured.value.exit.code !== 0
        ? failedCommand(typeof stage.cmd === 'string' ? stage.cmd : stage.cmd.join('; '), measured.value.exit)
        : entered.ok
          ? undefined
          : entered.error;
    if (failure === undefined && measured.ok) return ok({ aside, measured: measured.value });
    aside.bringBack();
    if (measured.ok) this.#spentBeside.push(fromWritten(measured.value.record.energy.wall.active));
    return err(failure ?? problem('E_STAGE', 'failed to run'));
  }

  #hit(stage: Stage, entry: LockEntry | undefined, inputs: Inputs, changes: Changes): CacheHit | undefined {
    return findHit(this.#bench, stage, entry, inputs, {
      isSameWork: !changes.isCommand && changes.deps.length === 0,
      noRunCache: this.#setting.options.noRunCache,
      warn: (warning) => this.#setting.tell({ k: 'warning', warning }),
    });
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

  #fail(node: Node, why: Problem): 'go on' | 'stop' {
    this.#setting.tell({ k: 'failed', node, why });
    return this.#fates.failed(node, why);
  }

  #inspectOptions(): { readonly isMissingAllowed: boolean } {
    return { isMissingAllowed: this.#setting.options.allowMissing };
  }

  #wanted(stage: Stage): { readonly read: readonly string[]; readonly write: readonly string[] } {
    const path = (at: string): string => (at.startsWith('/') ? at : join(this.#bench.project.root, at));
    return {
      read: [...stage.deps, ...stage.params].map(({ at }) => path(at)),
      write: stage.outs.map(({ at }) => path(at)),
    };
  }

  #overBudget(stage: Stage, last: StageRecord | undefined): Problem | undefined {
    const { options } = this.#setting;
    const spent = this.#measured?.spent ?? { energyJ: 0, co2G: 0 };
    const begun = [...this.#expected.values()];
    const energyJ = begun.reduce((sum, { energy }) => sum + (energy.wall.value ?? 0), spent.energyJ);
    const co2G =
      spent.co2G === null ? null : begun.reduce((sum, { carbon }) => sum + (carbon.value ?? 0), spent.co2G);
    return overBudget(addressOf(stage, this.#bench.project.from), options, { energyJ, co2G }, last);
  }

  /** The run around the stages, opened when the first of them runs. */
  #stages(): Result<MeasuredStages> {
    if (this.#measured !== undefined) return ok(this.#measured);
    const { host, project } = this.#bench;
    const { native, session, command } = this.#setting;
    const opened = MeasuredStages.open(host, native, project.root, session, command);
    if (opened.ok) this.#measured = opened.value;
    return opened;
  }

  /** Whether what lies at an output's path is nowhere else. */
  #isLost(at: string): boolean {
    const { contents, store } = this.#bench;
    const hashed = contents.hash(at);
    return hashed.ok && hashed.value !== undefined && !store.has(hashed.value);
  }
}

/** Puts a stage's outputs aside, but those that are to stay while it runs. */
function takeAside(aside: Aside, { outs }: Stage, isTaken: (at: string) => boolean): Problem | undefined {
  try {
    for (const { at, persist } of outs) if (!persist && isTaken(at)) aside.take(at);
    return undefined;
  } catch (error) {
    aside.bringBack();
    const { why, fix } = whyNot(error);
    return problem('E_PIPELINE', 'cannot put the outputs of before aside', why, fix);
  }
}
