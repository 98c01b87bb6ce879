import { problem } from '../../errors.ts';
import type { Clock, Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import type { SearchSpec } from '../file/search-spec.ts';
import type { StudySession } from '../journal/study-session.io.ts';
import type { TrialSession } from '../trial/measured-trials.io.ts';
import { endLeftovers } from '../workers/end-leftovers.io.ts';
import { type DriveAnswer, openedAnswer } from './drive-answers.ts';
import type { DriveMessage, OpenRequest } from './drive-message.ts';
import { DrivenStudy, type RefuseBudget } from './driven-study.io.ts';
import { MeasuredDrive } from './measured-drive.io.ts';
import { WorkClock } from './work-clock.ts';

/** A study that was asked for, and is worked on from now on. */
export interface OpenedStudy {
  readonly session: StudySession;
  readonly spec: SearchSpec;
  readonly isNew: boolean;
  /** What of its plan is another than before. */
  readonly changed: readonly string[];
}

/** A study that is asked for. */
export interface AskedStudy {
  readonly name: string;
  readonly spec: SearchSpec;
  /** Makes it, or goes on with it. @param clock the study's own. */
  readonly open: (clock: Clock) => Result<OpenedStudy>;
}

/** What a driver of studies needs of the world. */
export interface DriveWorld {
  readonly host: Host;
  readonly options: TrialSession;
  /** The process that started us. */
  readonly parentPid: number;
  /** Reads what is asked for. */
  readonly read: (request: OpenRequest) => Result<AskedStudy>;
  /** Why a budget cannot be kept here. */
  readonly refuse: RefuseBudget;
}

/** Hears one program, which opens a study and works on it. */
export class Driver {
  readonly #world: DriveWorld;
  #study: DrivenStudy | undefined;
  #isClosed = false;

  constructor(world: DriveWorld) {
    this.#world = world;
  }

  /** The study was closed: nothing is left to do. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** True while the program that trains lives; before it has opened a study, while we have the parent we were born with. */
  get isWanted(): boolean {
    return this.#study?.isWanted ?? process.ppid === this.#world.parentPid;
  }

  /** Answers a message. What it has decided may be told once {@link flush} has succeeded. */
  hear(message: DriveMessage): Result<DriveAnswer> | Promise<Result<DriveAnswer>> {
    if (message.type === 'hello') return ok({ type: 'ok' });
    if (message.type === 'open') return this.#open(message);
    if (this.#study === undefined) {
      const why = this.#isClosed ? 'it is closed' : 'none has been opened';
      return err(problem('E_PROTOCOL', `"${message.type}" without a study`, why, 'send "open" first'));
    }
    return message.type === 'close' ? this.#close(this.#study, message.state) : this.#study.hear(message);
  }

  /** Puts on the disk what was decided. */
  flush(): ReturnType<DrivenStudy['flush']> {
    return this.#study?.flush();
  }

  /** The program has gone. */
  async abandon(): Promise<void> {
    if (this.#study !== undefined) await this.#close(this.#study, 'interrupted');
  }

  #close(study: DrivenStudy, state: 'ok' | 'failed' | 'interrupted'): Promise<Result<DriveAnswer>> {
    this.#study = undefined;
    this.#isClosed = true;
    return study.close(state);
  }

  async #open(request: OpenRequest): Promise<Result<DriveAnswer>> {
    const { host, options, parentPid, read, refuse } = this.#world;
    if (this.#study !== undefined || this.#isClosed)
      return err(problem('E_PROTOCOL', 'one process drives one study', undefined, 'start another'));
    const clock = new WorkClock(host.clock);
    const asked = read(request);
    if (!asked.ok) return asked;
    const { name, spec } = asked.value;
    const driven = { pid: request.pid ?? parentPid, command: request.command };
    const measured = MeasuredDrive.open(host, options, driven, name);
    if (!measured.ok) return measured;
    const refused = refuse(spec.budget, measured.value.knowsCarbon);
    const opened = refused === undefined ? asked.value.open(clock) : err(refused);
    if (!opened.ok) {
      measured.value.discard();
      return opened;
    }
    const { session } = opened.value;
    const { dir } = session.folder;
    await endLeftovers(host, dir);
    session.study.loseRunning();
    this.#study = new DrivenStudy({ host, session, spec, clock, measured: measured.value, refuse });
    const { root, warnings } = measured.value;
    return ok(
      openedAnswer({
        study: session.study,
        name,
        isNew: opened.value.isNew,
        changed: opened.value.changed,
        run: root.id,
        nested: root.isNested,
        variables: root.variables,
        warnings: [...spec.warnings, ...session.problems, ...warnings],
      }),
    );
  }
}
