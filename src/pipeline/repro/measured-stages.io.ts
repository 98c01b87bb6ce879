import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { CacheRecord, RunRecord } from '../../book/run-record.ts';
import type { Problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import type { Native } from '../../host/native.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { CommandExit } from '../../run/command-process.ts';
import type { CpuSource } from '../../run/cpu-source.ts';
import { type PartOutcome, Parts } from '../../run/run-part.io.ts';
import { RunSession } from '../../run/session.io.ts';
import type { SessionOptions } from '../../run/session-options.ts';
import type { Scalar } from '../../book/journal-event.ts';
import { IdleAccount } from '../../run/idle-account.ts';
import type { Stage } from '../model/stage.ts';
import { commandLines, type StageCommand, shellCommand, shellOf } from './stage-command.ts';
import { warningsOnce } from '../../run/warnings-once.ts';

/** What belongs to all measured runs of one `repro`. */
export type StageSession = Omit<SessionOptions, 'kind' | 'name' | 'command' | 'cwd' | 'params'>;

/** A stage whose commands have ended. */
export interface MeasuredStage extends PartOutcome {
  /** The run around it, as it stood when the stage ended. */
  readonly root: RunRecord;
  /** The part of that run's idle energy that fell to the stage, 0 to 1. */
  readonly idlePart: number;
  /** The command that failed, where one did: of several, the one that ended them. */
  readonly failed?: string;
}

/** Files that take what a stage writes while others write too. */
export interface OutputFiles {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the commands of stages, each measured as a run of its own inside one run for the whole `repro`. */
export class MeasuredStages {
  readonly #host: Host;
  readonly #root: RunSession;
  readonly #parts: Parts;
  readonly #options: StageSession;
  readonly #folder: string;
  readonly #account = new IdleAccount();
  /** Of the stages' own runs. */
  readonly #warnings: Problem[] = [];
  #outputs = 0;

  private constructor(
    host: Host,
    native: Native | null,
    folder: string,
    options: StageSession,
    root: RunSession,
  ) {
    this.#host = host;
    this.#folder = folder;
    this.#options = options;
    this.#root = root;
    this.#parts = new Parts(host, native, root);
    const startedS = host.clock.bootS();
    root.attach(withOwn(this.#parts.cpu), startedS);
    root.begin();
  }

  /**
   * Opens the run around all stages.
   *
   * @param folder absolute path of the repository.
   */
  static open(
    host: Host,
    native: Native | null,
    folder: string,
    options: StageSession,
    command: readonly string[],
  ): Result<MeasuredStages> {
    const session = { ...options, kind: 'block', name: 'repro', command, cwd: folder, params: {} } as const;
    const opened = RunSession.open(host, session);
    return opened.ok ? ok(new MeasuredStages(host, native, folder, options, opened.value)) : opened;
  }

  /** Energy at the wall until now, J; carbon, g CO2e. */
  get spent(): { readonly energyJ: number; readonly co2G: number | null } {
    const { energyJ, co2G } = this.#root.spent();
    return { energyJ, co2G };
  }

  /** Power at the wall at the last reading, W. */
  get powerW(): number | undefined {
    return this.#root.reducer.lastPowerW;
  }

  /** Sends a signal to every command that runs. */
  signal(signal: number): void {
    this.#parts.signal(signal);
  }

  /**
   * Runs a stage's commands.
   *
   * @param work SHA-256 of what it computes from what.
   * @param variables what DVC lets a stage find in its environment.
   * @param command how they are started; what is to be told before goes only to files of their own.
   * @param output where it writes: files of its own, or stderr for all, if not where this process does.
   */
  async run(
    stage: Stage,
    params: Readonly<Record<string, Scalar>>,
    work: string,
    variables: Readonly<Record<string, string>>,
    command: StageCommand,
    output: OutputFiles | 'stderr' | undefined,
  ): Promise<Result<MeasuredStage>> {
    const cwd = join(this.#folder, stage.wdir);
    const name = `${stage.file}:${stage.name}`;
    this.#account.begin(name, this.#idleJ());
    const descriptors = descriptorsFor(output);
    if (descriptors !== undefined && descriptors.stdout > LAST_OF_OURS)
      writeSync(descriptors.stdout, command.told);
    const outcome = await this.#parts.run({
      session: {
        ...this.#options,
        kind: 'stage',
        name: stage.name,
        command: shellCommand(shellOf(this.#host.env), commandLines(stage).join('\n')),
        cwd,
        params,
        work,
      },
      argv: command.argv,
      variables,
      metricsFiles: stage.outs
        .filter(({ kind }) => kind === 'metric')
        .map(({ at }) => join(this.#folder, at)),
      ...(descriptors === undefined ? {} : { descriptors }),
    });
    for (const fd of Object.values(descriptors ?? {})) if (fd > LAST_OF_OURS) closeSync(fd);
    const idlePart = this.#account.end(name, this.#idleJ());
    if (!outcome.ok) return err(outcome.error);
    const { exit, warnings } = outcome.value;
    const hasFailed = exit.how !== 'exited' || exit.code !== 0;
    // What did not come to its end has written no metrics: that it failed is told.
    this.#warnings.push(...warnings.filter(({ code }) => !(hasFailed && code === 'E_PARAMS')));
    return ok({
      ...outcome.value,
      root: this.#root.reducer.record(),
      idlePart,
      ...(hasFailed ? { failed: failedLine(commandLines(stage), exit.how, command.failedFile) } : {}),
    });
  }

  /** Files for the output of a stage. */
  outputFiles(): OutputFiles {
    const base = this.#outputBase();
    return { stdout: `${base}.out`, stderr: `${base}.err` };
  }

  /** A file for which of a stage's commands failed. */
  failedFile(): string {
    return `${this.#outputBase()}.failed`;
  }

  #outputBase(): string {
    const folder = join(this.#folder, '.dvc', 'tmp', 'joulebook', 'output');
    mkdirSync(folder, { recursive: true });
    return join(folder, `${this.#host.pid}.${this.#outputs++}`);
  }

  /**
   * Ends the run around all stages.
   *
   * @param cache what did not have to run, for its result was in the cache.
   */
  end(isOk: boolean, cache: CacheRecord): { readonly record: RunRecord; readonly recordPath: string | null } {
    this.#root.told.cache(cache);
    return this.#root.end({ state: isOk ? 'ok' : 'failed', exitCode: null, signal: null });
  }

  /** What went wrong with measuring, each once; what only widens a figure stands in the record of its run. */
  get warnings(): readonly Problem[] {
    return warningsOnce([...this.#root.warnings, ...this.#warnings]);
  }

  /** What of its energy only kept the machine on, J. */
  #idleJ(): number {
    this.#root.read();
    const { attributed, active } = this.#root.reducer.wallEnergy();
    return Math.max(0, (attributed.value ?? 0) - (active.value ?? 0));
  }
}

/** Descriptors up to this are stdin, stdout and stderr of this process. */
const LAST_OF_OURS = 2;

function descriptorsFor(
  output: OutputFiles | 'stderr' | undefined,
): { readonly stdin: number; readonly stdout: number; readonly stderr: number } | undefined {
  if (output === undefined) return undefined;
  if (output === 'stderr') return { stdin: 0, stdout: 2, stderr: 2 };
  const { stdout, stderr } = output;
  return { stdin: openSync('/dev/null', 'r'), stdout: openSync(stdout, 'w'), stderr: openSync(stderr, 'w') };
}

/** Which of several commands failed; all of them where a signal ended the shell that runs them in turn. */
function failedLine(lines: readonly string[], how: CommandExit['how'], failedFile: string): string {
  const index = lines.length > 1 && existsSync(failedFile) ? Number(readFileSync(failedFile, 'utf8')) : NaN;
  rmSync(failedFile, { force: true });
  return lines[index] ?? (how === 'exited' ? lines.at(-1) : undefined) ?? lines.join('; ');
}

/** The commands' CPU time and our own: hashing and copying are part of the work. */
function withOwn(parts: CpuSource): CpuSource {
  const before = process.cpuUsage();
  return {
    ...parts,
    totalS: () => {
      const { user, system } = process.cpuUsage(before);
      return parts.totalS() + (user + system) / 1e6;
    },
  };
}
