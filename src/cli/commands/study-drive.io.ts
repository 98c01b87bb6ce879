import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { problem } from '../../errors.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { native } from '../../host/native.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { OpenRequest } from '../../search/drive/drive-message.ts';
import type { AskedStudy } from '../../search/drive/driver.io.ts';
import { serveDriver } from '../../search/drive/serve-driver.io.ts';
import { readSearch, type SearchFile } from '../../search/file/read-search.ts';
import type { CliContext } from '../context.ts';
import { endLike } from '../run/end-like.io.ts';
import { sharedOptions } from '../run/measure-input.io.ts';
import { folderOf, openSearch } from '../search/open-search.io.ts';
import { uncountedBudget } from '../search/work.io.ts';
import type { InputOf } from '../spec/spec.ts';
import type { STUDY_DRIVE } from '../spec/study-drive-specs.ts';
import { allMistakes } from '../study/all-mistakes.ts';
import { studyNameOf } from '../study/study-name.ts';

type Input = InputOf<typeof STUDY_DRIVE>;

/** A program that was killed a moment ago may be started again: what worked on its study then is still closing it. */
const PATIENCE_MS = 3000;

/** `joulebook study drive`: works on a study for the program that has started it. */
export async function run(context: CliContext, input: Input): Promise<number> {
  // Before anything else takes time: if the program dies now, our parent is another process.
  const parentPid = process.ppid;
  native();
  const { host } = context;
  const shared = await sharedOptions(context, input);
  if (!shared.ok) return context.fail(shared.error);
  const options = { ...shared.value, cwd: host.cwd, scope: 'attributed' as const, csv: [] };
  await serveDriver(
    {
      host,
      options,
      parentPid,
      read: (request) => read(context, input, request),
      refuse: (budget, knowsCarbon) => uncountedBudget(budget, knowsCarbon, options),
    },
    context.out,
  );
  // Node would wait for a name that is still being looked up; nothing is left to write.
  return shared.value.online === undefined ? 0 : endLike({ how: 'exited', code: 0 });
}

/** What a program asks for. */
function read({ host }: CliContext, { options: { book } }: Input, request: OpenRequest): Result<AskedStudy> {
  const source = sourceOf(host.cwd, request);
  if (!source.ok) return source;
  const search = readSearch(source.value);
  if (!search.ok) return err(allMistakes(search.error));
  const { seed, file } = request;
  const spec =
    seed === undefined ? search.value : { ...search.value, search: { ...search.value.search, seed } };
  const name = request.name ?? spec.name ?? (file === undefined ? undefined : studyNameOf(file));
  if (name === undefined) return err(NAMELESS);
  const folder = folderOf(host, book, name);
  if (!folder.ok) return folder;
  const workers = request.workers ?? spec.workers.local ?? 1;
  return ok({
    name,
    spec,
    open: (clock) => {
      const opened = openSearch({ ...host, clock }, folder.value, spec, workers, PATIENCE_MS);
      return opened.ok ? ok({ ...opened.value, spec }) : opened;
    },
  });
}

function sourceOf(cwd: string, { text, file, label }: OpenRequest): Result<SearchFile> {
  if (text !== undefined) return ok({ path: label ?? 'the search', text });
  if (file === undefined)
    return err(problem('E_PROTOCOL', '"open" has neither a text nor a file', undefined, 'give one of them'));
  try {
    return ok({ path: file, text: readFileSync(resolve(cwd, file), 'utf8') });
  } catch (error) {
    if (errnoName(error) === 'ENOENT')
      return err(
        problem(
          'E_NOT_FOUND',
          `${file}: there is no such file`,
          undefined,
          'Name a search file, or give the search itself.',
        ),
      );
    const { why, fix } = whyNot(error);
    return err(problem('E_SEARCH', `cannot read ${file}`, why, fix));
  }
}

const NAMELESS = problem(
  'E_SEARCH',
  'the study has no name',
  'By its name it is found again, and goes on where it was left.',
  'Give it one: `name: digits`.',
);
