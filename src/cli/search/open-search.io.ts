import { existsSync } from 'node:fs';
import { locateBook } from '../../book/locate.io.ts';
import { type Problem, problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import { engineOf } from '../../search/engine/engine-of.ts';
import type { SearchSpec } from '../../search/file/search-spec.ts';
import { studyFolder, type StudyFolder } from '../../search/journal/study-folder.io.ts';
import { StudySession } from '../../search/journal/study-session.io.ts';
import { planChange } from '../../search/study/plan-change.ts';
import { planOfSpec } from '../../search/study/plan-of-spec.ts';
import { Study } from '../../search/study/study.ts';
import type { StudyPlan } from '../../search/study/study-plan.ts';

/** A study that is worked on, and how it was come by. */
export interface OpenedSearch {
  readonly session: StudySession;
  readonly isNew: boolean;
  /** What of its plan is another than before. */
  readonly changed: readonly (keyof StudyPlan)[];
}

/** The folder of the study in the book that is meant. */
export function folderOf(host: Host, book: string | undefined, name: string): Result<StudyFolder> {
  const place = locateBook(host, book === undefined ? {} : { book });
  return place.ok ? studyFolder(place.value.dir, name) : place;
}

/** Makes the study, or goes on with the one of that name where it is of the same search. */
export function openSearch(
  host: Host,
  folder: StudyFolder,
  spec: SearchSpec,
  workers: number,
): Result<OpenedSearch> {
  if (!existsSync(folder.journal)) {
    const plan = newPlan(host, folder, spec, workers);
    const engine = engineOf(plan);
    if (!engine.ok) return engine;
    const session = StudySession.create(folder, plan, engine.value, host.clock);
    return session.ok ? ok({ session: session.value, isNew: true, changed: [] }) : session;
  }
  const resumed = StudySession.resume(folder, engineOf, host.clock);
  if (!resumed.ok) return resumed.error.code === 'E_LOCKED' ? err(atWork(folder, resumed.error)) : resumed;
  const session = resumed.value;
  const { plan } = session.study;
  const seed = spec.search.seed ?? plan.seed;
  const next = planOfSpec(spec, { name: folder.name, seed, workers });
  const changed = planChange(plan, next);
  if (!changed.ok) {
    session.close();
    return changed;
  }
  if (changed.value.length > 0) session.study.change(next);
  return ok({ session, isNew: false, changed: changed.value });
}

/** The study as it would be made, in memory alone. */
export function rehearsed(host: Host, folder: StudyFolder, spec: SearchSpec, workers: number): Result<Study> {
  const plan = newPlan(host, folder, spec, workers);
  const engine = engineOf(plan);
  return engine.ok ? ok(Study.begin(plan, engine.value, { at: '', time: () => 0 })) : engine;
}

const SEEDS = 2 ** 31;

function newPlan(host: Host, { name }: StudyFolder, spec: SearchSpec, workers: number): StudyPlan {
  const seed = spec.search.seed ?? Math.floor(host.random() * SEEDS);
  return planOfSpec(spec, { name, seed, workers });
}

function atWork({ name }: StudyFolder, { why }: Problem): Problem {
  const fix = '`joulebook study show` tells how it goes; another study has another --name.';
  return problem('E_LOCKED', `another process works on the study ${name}`, why, fix);
}
