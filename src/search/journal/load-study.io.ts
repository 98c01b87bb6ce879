import type { Problem } from '../../errors.ts';
import { ok, type Result } from '../../result.ts';
import { StudyState } from '../study/study-state.ts';
import { readStudy } from './read-study.io.ts';
import type { StudyFolder } from './study-folder.io.ts';

/** A study as it stands in its journal, and which lines of that were not used. */
export interface LoadedStudy {
  readonly folder: StudyFolder;
  readonly state: StudyState;
  readonly problems: readonly Problem[];
}

/** Reads a study to look at it, whether somebody works on it or not. */
export function loadStudy(folder: StudyFolder): Result<LoadedStudy> {
  const read = readStudy(folder.journal);
  if (!read.ok) return read;
  const state = new StudyState(read.value.begun);
  for (const { t, event } of read.value.events) state.apply(t, event);
  return ok({ folder, state, problems: read.value.problems });
}
