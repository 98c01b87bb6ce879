import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CacheRecord, RunRecord } from '../../book/run-record.ts';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { type Estimate, fromWritten } from '../../units/estimate.ts';
import { stageEnergy } from '../energy/stage-record.ts';
import type { StageRecord } from '../energy/stage-record.ts';
import { addressOf } from '../graph/address.ts';
import type { LockEntry } from '../model/lock-entry.ts';
import type { Stage } from '../model/stage.ts';
import type { Changes } from '../status/changes.ts';
import { unprotect } from '../track/unprotect.io.ts';
import { Aside, type AsideItem, type BroughtBack } from './aside.io.ts';
import { overBudget } from './budget.ts';
import { failedCommand } from './exit-text.ts';
import { type MeasuredStage, MeasuredStages, type OutputFiles } from './measured-stages.io.ts';
import type { Inputs } from './new-entry.ts';
import type { RepoGate } from './repo-gate.io.ts';
import type { ReproSetting } from './repro-setting.io.ts';
import { commandLines, shellOf, stageCommand } from './stage-command.ts';
import { workKey } from './restore.io.ts';
import { stageParams } from './stage-params.ts';
import type { Workbench } from './workbench.io.ts';

/** A stage whose commands have ended well. */
export interface Computed {
  readonly measured: MeasuredStage;
  /** Shows what it wrote to files of its own. */
  readonly tellOutput: () => void;
  /** What it wrote stands: what was there before is given up. */
  readonly accept: () => void;
  /** It does not: what was there before comes back, and the energy is spent all the same. */
  readonly refuse: () => void;
}

/** What came of commands that were run. */
interface Ran {
  readonly measured?: MeasuredStage;
  readonly failure?: Problem;
  readonly output?: OutputFiles;
}

/** The stages of one repro whose commands run, each measured, within what may be spent. */
export class Computations {
  readonly #bench: Workbench;
  readonly #setting: ReproSetting;
  readonly #gate: RepoGate;
  /** What the stages that run are expected to take. */
  readonly #expected = new Map<Stage, StageRecord>();
  /** Energy of stages that failed, J. */
  readonly spentBeside: Estimate[] = [];
  #stages: MeasuredStages | undefined;

  constructor(bench: Workbench, setting: ReproSetting, gate: RepoGate) {
    this.#bench = bench;
    this.#setting = setting;
    this.#gate = gate;
  }

  /** Sends a signal to every command that runs. */
  signal(signal: number): void {
    this.#stages?.signal(signal);
  }

  /** Mean power at the wall over the last seconds, W; undefined before anything was measured. */
  get powerW(): number | undefined {
    return this.#stages?.powerW;
  }

  /** Why a stage may not begin. */
  overBudget(stage: Stage, last: StageRecord | undefined): Problem | undefined {
    const { options } = this.#setting;
    const spent = this.#stages?.spent ?? { energyJ: 0, co2G: 0 };
    const begun = [...this.#expected.values()];
    const energyJ = begun.reduce((sum, { energy }) => sum + (energy.wall.value ?? 0), spent.energyJ);
    const co2G =
      spent.co2G === null ? null : begun.reduce((sum, { carbon }) => sum + (carbon.value ?? 0), spent.co2G);
    return overBudget(addressOf(stage, this.#bench.project.from), options, { energyJ, co2G }, last);
  }

  /** Runs the commands of a stage. While they run the repository is free for others. */
  async compute(
    stage: Stage,
    entry: LockEntry | undefined,
    inputs: Inputs,
    changes: Changes,
    last: StageRecord | undefined,
  ): Promise<Result<Computed>> {
    const { host, project } = this.#bench;
    const stages = this.#open();
    if (!stages.ok) return stages;
    const taken = Aside.take(host, project.root, asideItems(this.#bench, stage, entry));
    if (!taken.ok) return taken;
    const aside = taken.value;
    const freed = freePersisted(this.#bench, stage);
    if (!freed.ok) {
      aside.bringBack();
      return freed;
    }
    if (last !== undefined) this.#expected.set(stage, last);
    const ran = await this.#run(stages.value, stage, inputs, changes);
    this.#expected.delete(stage);
    const refuse = (): void => {
      tellBroughtBack(this.#setting, aside.bringBack());
      if (ran.measured === undefined) return;
      const { record, root, idlePart } = ran.measured;
      this.spentBeside.push(fromWritten(stageEnergy(record, root, idlePart).wall));
    };
    const tellOutput = (): void => {
      if (ran.output !== undefined) this.#setting.tell({ k: 'output', stage, ...ran.output });
    };
    if (ran.failure === undefined && ran.measured !== undefined)
      return ok({ measured: ran.measured, tellOutput, accept: () => aside.discard(), refuse });
    tellOutput();
    refuse();
    return err(ran.failure ?? problem('E_STAGE', 'failed to run'));
  }

  async #run(stages: MeasuredStages, stage: Stage, inputs: Inputs, changes: Changes): Promise<Ran> {
    const { host, project } = this.#bench;
    const { options, tell } = this.#setting;
    const output = options.jobs > 1 ? stages.outputFiles() : undefined;
    const command = stageCommand(
      shellOf(host.env),
      commandLines(stage),
      options.isQuiet,
      stages.failedFile(),
    );
    const isApart = output !== undefined;
    tell({ k: 'running', stage, changes, isApart, told: isApart ? '' : command.told });
    const variables = {
      DVC_ROOT: host.env['DVC_ROOT'] ?? project.root,
      DVC_STAGE: addressOf(stage, project.from),
    };
    this.#gate.beginCommand();
    const measured = await stages.run(
      stage,
      stageParams(inputs),
      workKey(stage, inputs),
      variables,
      command,
      output ?? (options.isStdoutTaken ? 'stderr' : undefined),
    );
    const entered = await this.#gate.endCommand();
    const wrote = output === undefined ? {} : { output };
    if (!measured.ok) return { failure: measured.error, ...wrote };
    const { exit, failed } = measured.value;
    if (failed !== undefined) {
      // What ended the command may have been meant for us too: it is heard before anything follows from the failure.
      for (let turn = 0; turn < 2; turn++) await nextTurn();
      return { measured: measured.value, failure: failedCommand(failed, exit), ...wrote };
    }
    return { measured: measured.value, ...(entered.ok ? {} : { failure: entered.error }), ...wrote };
  }

  /**
   * Ends the run around the stages; undefined where none has run.
   *
   * @param cache what came from the cache instead.
   */
  end(isOk: boolean, cache: CacheRecord): RunRecord | undefined {
    const ended = this.#stages?.end(isOk, cache);
    for (const warning of this.#stages?.warnings ?? []) this.#setting.tell({ k: 'warning', warning });
    return ended?.record;
  }

  /** The run around the stages, opened when the first of them runs. */
  #open(): Result<MeasuredStages> {
    if (this.#stages !== undefined) return ok(this.#stages);
    const { host, project } = this.#bench;
    const { native, session, command } = this.#setting;
    const opened = MeasuredStages.open(host, native, project.root, session, command);
    if (opened.ok) this.#stages = opened.value;
    return opened;
  }
}

/** Tells where things are that could not come back into their place. */
export function tellBroughtBack({ tell }: Pick<ReproSetting, 'tell'>, { kept }: BroughtBack): void {
  for (const [at, where] of kept) tell({ k: 'kept', at, where });
}

/** The outputs of a stage that do not stay while it runs. */
export function asideItems(
  { contents, store }: Workbench,
  { outs }: Stage,
  entry: LockEntry | undefined,
): readonly AsideItem[] {
  return outs
    .filter(({ persist, at }) => !persist && !at.includes('://'))
    .map(({ path, at }) => {
      const recorded = entry?.outs?.find((item) => item.path === path);
      if (recorded === undefined || store.has(recorded)) return { at, isOnly: false };
      const now = contents.hash(at, recorded.hash ?? 'md5-dos2unix');
      return { at, isOnly: now.ok && now.value?.md5 === recorded.md5 };
    });
}

/** What stays in place while a stage runs is written into: it must not share its content with the cache. */
function freePersisted({ workspace }: Workbench, { outs }: Stage): Result<true> {
  for (const { persist, at } of outs) {
    const path = join(workspace.root, at);
    if (!persist || at.includes('://') || !existsSync(path)) continue;
    const freed = unprotect(path, workspace.umask);
    if (!freed.ok) return freed;
  }
  return ok(true);
}
