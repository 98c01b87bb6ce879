import { readFileSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../errors.ts';
import { whyNot } from '../../host/file-failure.io.ts';
import { err, ok, type Result } from '../../result.ts';
import { isSameMark } from '../content/settled.ts';
import type { RepoPath } from '../model/stage.ts';
import type { ValueMap } from '../model/value.ts';
import { readParamsText } from '../params/read-params.ts';

/** The parameter files of a project, each read once while it looks the same. */
export class ParamsFiles {
  readonly #root: string;
  readonly #read = new Map<string, { readonly stats: Stats; readonly values: Result<ValueMap> }>();

  /** @param root absolute path of the repository. */
  constructor(root: string) {
    this.#root = root;
  }

  /** The values of a file; undefined where it is not there. */
  values(at: RepoPath): Result<ValueMap | undefined> {
    const path = at.startsWith('/') ? at : join(this.#root, at);
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return ok(undefined);
    const known = this.#read.get(path);
    if (known !== undefined && isSameMark(known.stats, stats)) return known.values;
    const values = read(path, at);
    this.#read.set(path, { stats, values });
    return values;
  }
}

function read(path: string, at: RepoPath): Result<ValueMap> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { why, fix } = whyNot(error);
    return err(problem('E_PIPELINE_FILE', `Unable to read parameters from '${at}'`, why, fix));
  }
  return readParamsText(text, at);
}
