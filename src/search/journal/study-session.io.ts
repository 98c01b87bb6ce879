import { statSync } from 'node:fs';
import { type Problem, problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import type { Clock } from '../../host/host.ts';
import { makeFolder } from '../../host/make-folder.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { StudyEngine } from '../study/mind.ts';
import type { PlanJson } from '../study/plan-json.ts';
import { Study } from '../study/study.ts';
import type { StudyPlan } from '../study/study-plan.ts';
import { readStudy } from './read-study.io.ts';
import type { StudyFolder } from './study-folder.io.ts';
import { StudyJournal } from './study-journal.io.ts';

/** What a study is made of that is not in its journal. */
export type EngineOf = (plan: PlanJson) => Result<StudyEngine>;

/**
 * Work on a study: nobody else can write it until {@link close}. What {@link study} has taken in and decided is on the disk after
 * {@link flush}; only then may anybody act on it.
 */
export class StudySession {
  readonly study: Study;
  readonly folder: StudyFolder;
  /** Lines of the journal that were not used. */
  readonly problems: readonly Problem[];
  readonly #journal: StudyJournal;

  private constructor(
    folder: StudyFolder,
    study: Study,
    journal: StudyJournal,
    problems: readonly Problem[],
  ) {
    this.folder = folder;
    this.study = study;
    this.#journal = journal;
    this.problems = problems;
  }

  /** Makes a new study; E_BOOK_WRITE where one of that name is there. */
  static create(
    folder: StudyFolder,
    plan: StudyPlan,
    engine: StudyEngine,
    clock: Clock,
  ): Result<StudySession> {
    try {
      makeFolder(folder.dir);
    } catch (error) {
      const { why, fix } = whyNot(error);
      return err(problem('E_BOOK_WRITE', `cannot make the study's folder ${folder.dir}`, why, fix));
    }
    const journal = StudyJournal.create(folder.journal);
    if (!journal.ok) return journal;
    const at = isoTime(clock);
    const study = Study.begin(plan, engine, { at, time: timeFrom(clock, 0) });
    study.open(at);
    const session = new StudySession(folder, study, journal.value, []);
    const failed = session.flush();
    if (failed === undefined) return ok(session);
    session.close();
    return err(failed);
  }

  /**
   * Goes on with a study. Trials that ran when it was left still run as far as it knows.
   *
   * @param options.timeoutMs how long to wait for another who works on it.
   * @param options.quietly whether this is no session of its own but a word of a driver between others; the time in which trials ran since the
   * last one counts.
   */
  static resume(
    folder: StudyFolder,
    engineOf: EngineOf,
    clock: Clock,
    options: { readonly timeoutMs?: number; readonly quietly?: boolean } = {},
  ): Result<StudySession> {
    const journal = StudyJournal.open(folder.journal, options.timeoutMs ?? 0);
    if (!journal.ok) return journal;
    const isQuiet = options.quietly === true;
    const resumed = StudySession.#read(folder, engineOf, clock, journal.value, isQuiet);
    if (!resumed.ok) journal.value.close();
    else if (!isQuiet) resumed.value.study.open(isoTime(clock));
    return resumed;
  }

  static #read(
    folder: StudyFolder,
    engineOf: EngineOf,
    clock: Clock,
    journal: StudyJournal,
    isQuiet: boolean,
  ): Result<StudySession> {
    const read = readStudy(folder.journal);
    if (!read.ok) return read;
    const { begun, events, problems, nextSeq, isTorn } = read.value;
    const engine = engineOf(begun.plan);
    if (!engine.ok) return engine;
    let time = (): number => 0;
    const study = Study.replay(begun, events, engine.value, () => time());
    const { t, running } = study.state;
    time = timeFrom(clock, t + (isQuiet && running > 0 ? sinceS(folder.journal, clock) : 0));
    journal.continueFrom(nextSeq(), isTorn);
    return ok(new StudySession(folder, study, journal, problems));
  }

  /** Puts on the disk what has happened. After a failure nothing that was decided since the last flush may be acted on. */
  flush(): Problem | undefined {
    return this.#journal.append(this.study.takeEvents());
  }

  /** Lets others write the study. What was not flushed is given up. */
  close(): void {
    this.#journal.close();
  }
}

function isoTime(clock: Clock): string {
  return new Date(clock.wallMs()).toISOString();
}

/** Seconds since the file was last written. */
function sinceS(path: string, clock: Clock): number {
  return Math.max(0, (clock.wallMs() - statSync(path).mtimeMs) / 1000);
}

/** The study's own time goes on while somebody works on it. */
function timeFrom(clock: Clock, from: number): () => number {
  const start = clock.bootS();
  return () => from + Math.max(0, clock.bootS() - start);
}
