import { chmodSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { errnoName, whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { pathFrom } from '../graph/targets.ts';
import type { RepoPath } from '../model/stage.ts';
import type { ValueMap } from '../model/value.ts';
import { readParamsText } from '../params/read-params.ts';
import { paramsText } from './edit/params-text.ts';
import { applyOverrides } from './override/apply-overrides.ts';
import type { FileOverrides } from './override/read-override.ts';

/** What a file of parameters is to say, by its path in the project. */
export type ParamTexts = ReadonlyMap<RepoPath, string>;

/**
 * The files of parameters as overrides leave them; nothing is written.
 *
 * @param root absolute path of the project.
 * @param from the folder that the files are named from.
 */
export function overriddenTexts(root: string, from: RepoPath, files: FileOverrides): Result<ParamTexts> {
  const texts = new Map<RepoPath, string>();
  for (const [file, overrides] of files) {
    const at = pathFrom(from, file);
    const text = textOf(join(root, at), file);
    if (!text.ok) return text;
    const before: Result<ValueMap> =
      text.value === undefined ? ok(new Map()) : readParamsText(text.value, file);
    if (!before.ok) return before;
    const after = applyOverrides(before.value, overrides);
    if (!after.ok) return after;
    const written = paramsText(text.value, file, before.value, after.value);
    if (!written.ok) return written;
    if (written.value !== text.value) texts.set(at, written.value);
  }
  return ok(texts);
}

/** Writes files of parameters; one that is a link stays one, and keeps its mode. */
export function writeParams(root: string, texts: ParamTexts): Result<true> {
  for (const [at, text] of texts) {
    const path = join(root, at);
    const stats = statSync(path, { throwIfNoEntry: false });
    const target = stats === undefined ? path : realpathSync(path);
    const failed = writeFileAtomic(target, text);
    if (failed !== undefined) return err(failed);
    if (stats !== undefined) chmodSync(target, stats.mode & 0o7777);
  }
  return ok(true);
}

function textOf(path: string, file: string): Result<string | undefined> {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    if (errnoName(error) === 'ENOENT') return ok(undefined);
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE_FILE', `Unable to read parameters from '${file}'`, why, fix));
  }
}
