import { statSync } from 'node:fs';
import { locateBook } from '../../book/locate.io.ts';
import { type Problem, problem } from '../../errors.ts';
import { err, ok, type Result } from '../../result.ts';
import { loadStudy, type LoadedStudy } from '../../search/journal/load-study.io.ts';
import { listStudies, type StudyFolder } from '../../search/journal/study-folder.io.ts';
import type { CliContext } from '../context.ts';
import { didYouMeanText } from '../output/did-you-mean.ts';

/** The options of a command that say where its book is. */
export interface BookOptions {
  readonly book: string | undefined;
}

/** The book's folder, whether it is there or not. */
export function bookDir(context: CliContext, { book }: BookOptions): Result<string> {
  const place = locateBook(context.host, book === undefined ? {} : { book });
  return place.ok ? ok(place.value.dir) : place;
}

/** The studies of the book, the one last worked on first. */
export function studiesByUse(context: CliContext, options: BookOptions): Result<readonly StudyFolder[]> {
  const dir = bookDir(context, options);
  const studies = dir.ok ? listStudies(dir.value) : dir;
  if (!studies.ok) return studies;
  const used = new Map(studies.value.map((study) => [study, lastUse(study)]));
  return ok([...studies.value].sort((a, b) => (used.get(b) ?? 0) - (used.get(a) ?? 0)));
}

/** The study that is meant: the one named, else that of JOULEBOOK_STUDY, else the one last worked on. E_NOT_FOUND where there is none. */
export function chooseStudy(
  context: CliContext,
  options: BookOptions,
  named: string | undefined,
): Result<StudyFolder> {
  const studies = studiesByUse(context, options);
  if (!studies.ok) return studies;
  const name = named ?? nonEmpty(context.host.env['JOULEBOOK_STUDY']);
  const found = name === undefined ? studies.value[0] : studies.value.find((study) => study.name === name);
  return found === undefined ? err(noStudy(name, studies.value)) : ok(found);
}

/** The study that is meant, as it stands in its journal; lines that are not used are warned of. */
export function lookAtStudy(
  context: CliContext,
  options: BookOptions,
  named: string | undefined,
): Result<LoadedStudy> {
  const folder = chooseStudy(context, options, named);
  const loaded = folder.ok ? loadStudy(folder.value) : folder;
  if (loaded.ok) for (const wrong of loaded.value.problems) context.warn(wrong);
  return loaded;
}

function noStudy(name: string | undefined, studies: readonly StudyFolder[]): Problem {
  if (name === undefined)
    return problem(
      'E_NOT_FOUND',
      'there is no study in this book',
      undefined,
      'Make one with `joulebook search FILE`, or name another book with --book.',
    );
  const names = studies.map((study) => study.name);
  const fix = didYouMeanText(name, names) ?? '`joulebook study ls` lists all.';
  return problem('E_NOT_FOUND', `there is no study ${name} in this book`, undefined, fix);
}

function lastUse({ journal }: StudyFolder): number {
  return statSync(journal, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}
