import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { locateBook } from '../../book/locate.io.ts';
import { type Problem, problem } from '../../errors.ts';
import type { Host } from '../../host/host.ts';
import { err, ok, type Result } from '../../result.ts';
import { engineOf } from '../../search/engine/engine-of.ts';
import type { SamplerName } from '../../search/file/engine-choice.ts';
import type { SearchSpec } from '../../search/file/search-spec.ts';
import { loadStudy } from '../../search/journal/load-study.io.ts';
import { listStudies, studyFolder, type StudyFolder } from '../../search/journal/study-folder.io.ts';
import { StudySession } from '../../search/journal/study-session.io.ts';
import { planChange } from '../../search/study/plan-change.ts';
import { planOfSpec } from '../../search/study/plan-of-spec.ts';
import { Study } from '../../search/study/study.ts';
import type { StudyPlan } from '../../search/study/study-plan.ts';
import { warmStart, type WarmStart } from '../../search/study/warm-start.ts';

/** A study that is worked on, and how it was come by. */
export interface OpenedSearch {
  readonly session: StudySession;
  readonly isNew: boolean;
  /** What of its plan is another than before. */
  readonly changed: readonly (keyof StudyPlan)[];
  /** Configurations of earlier studies that it begins with. */
  readonly warm: readonly WarmStart[];
}

/** The folder of the study in the book that is meant. */
export function folderOf(host: Host, book: string | undefined, name: string): Result<StudyFolder> {
  const place = locateBook(host, book === undefined ? {} : { book });
  return place.ok ? studyFolder(place.value.dir, name) : place;
}

/**
 * Makes the study, or goes on with the one of that name where it is of the same search.
 *
 * @param timeoutMs how long to wait for another who works on it.
 */
export function openSearch(
  host: Host,
  folder: StudyFolder,
  spec: SearchSpec,
  workers: number,
  timeoutMs = 0,
): Result<OpenedSearch> {
  if (!existsSync(folder.journal)) {
    const plan = newPlan(host, folder, spec, workers);
    const engine = engineOf(plan);
    if (!engine.ok) return engine;
    const session = StudySession.create(folder, plan, engine.value, host.clock);
    if (!session.ok) return refused(folder, session.error);
    const warm = begunWarm(folder, session.value, spec);
    return ok({ session: session.value, isNew: true, changed: [], warm });
  }
  const resumed = StudySession.resume(folder, engineOf, host.clock, { timeoutMs });
  if (!resumed.ok) return refused(folder, resumed.error);
  const session = resumed.value;
  const { plan } = session.study;
  const seed = spec.search.seed ?? plan.seed;
  const next = planOfSpec(spec, { name: folder.name, seed, workers });
  // A study whose folder has another name is of that name.
  const changed = planChange({ ...plan, name: folder.name }, next);
  if (!changed.ok) {
    session.close();
    return changed;
  }
  if (changed.value.length > 0 || plan.name !== folder.name) session.study.change(next);
  return ok({ session, isNew: false, changed: changed.value, warm: [] });
}

/** The study as it would be made, in memory alone. */
export function rehearsed(host: Host, folder: StudyFolder, spec: SearchSpec, workers: number): Result<Study> {
  const plan = newPlan(host, folder, spec, workers);
  const engine = engineOf(plan);
  return engine.ok ? ok(Study.begin(plan, engine.value, { at: '', time: () => 0 })) : engine;
}

/** Samplers that learn, and so gain by a good beginning; the others are asked for their own order. */
const LEARNING: readonly SamplerName[] = ['auto', 'tpe', 'motpe', 'gp', 'cma-es', 'nsga2'];
/** Earlier studies that are looked at: those made last. */
const MOST_STUDIES = 50;

/** Puts the best configurations of near studies of the book first. */
function begunWarm(
  folder: StudyFolder,
  { study }: StudySession,
  { search }: SearchSpec,
): readonly WarmStart[] {
  const { warmStart: wanted, sampler } = search;
  if (wanted === 'none' || (wanted === 'auto' && !LEARNING.includes(sampler.name))) return [];
  const all = listStudies(dirname(dirname(folder.dir)));
  const earlier = (all.ok ? all.value : []).slice(-MOST_STUDIES).flatMap((other) => {
    const loaded = other.name === folder.name ? undefined : loadStudy(other);
    return loaded?.ok === true ? [loaded.value.state] : []; // one that cannot be read is no help
  });
  const found = warmStart(study.plan, earlier, wanted === 'auto' ? undefined : wanted);
  for (const { configuration } of found) study.enqueue(configuration, 'warm-start');
  return found;
}

const SEEDS = 2 ** 31;

function newPlan(host: Host, { name }: StudyFolder, spec: SearchSpec, workers: number): StudyPlan {
  const seed = spec.search.seed ?? Math.floor(host.random() * SEEDS);
  return planOfSpec(spec, { name, seed, workers });
}

function refused({ name }: StudyFolder, error: Problem): Result<never> {
  if (error.code !== 'E_LOCKED') return err(error);
  const fix = '`joulebook study show` tells how it goes; another study has another --name.';
  return err(problem('E_LOCKED', `another process works on the study ${name}`, error.why, fix));
}
