import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Problem, problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';

/** The paths of one study in a book. */
export interface StudyFolder {
  readonly name: string;
  readonly dir: string;
  readonly journal: string;
  /** Where others leave what they want of the study while somebody works on it. */
  readonly inbox: string;
}

/** Letters, digits and a few marks, as they stand in a file's name everywhere. */
const NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.+@-]{0,99}$/u;

/** Where a study stands: `studies/<name>/`. @param book the book's folder. */
export function studyFolder(book: string, name: string): Result<StudyFolder> {
  if (!NAME.test(name)) return err(badName(name));
  const dir = join(book, 'studies', name);
  return ok({ name, dir, journal: join(dir, 'journal.jsonl'), inbox: join(dir, 'inbox') });
}

/** All studies of a book, by name. */
export function listStudies(book: string): Result<readonly StudyFolder[]> {
  let names: readonly string[];
  try {
    names = readdirSync(join(book, 'studies'));
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return ok([]);
    const { why, fix } = whyNot(error);
    return err(problem('E_BOOK_READ', `cannot read the studies of ${book}`, why, fix));
  }
  const folders = [...names].sort().flatMap((name) => {
    const folder = studyFolder(book, name);
    return folder.ok && existsSync(folder.value.journal) ? [folder.value] : [];
  });
  return ok(folders);
}

function badName(name: string): Problem {
  return problem(
    'E_USAGE',
    `${JSON.stringify(name)} cannot be the name of a study`,
    'It is the name of a folder: letters, digits, and . _ + @ - after the first.',
    'Choose another name.',
  );
}
