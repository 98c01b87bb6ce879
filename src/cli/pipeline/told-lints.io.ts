import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Problem } from '../../errors.ts';
import { writeFileAtomic } from '../../host/atomic-file.io.ts';
import { errnoName } from '../../host/file-failure.io.ts';
import { makeFolder } from '../../host/make-folder.io.ts';

/** What a repro of this project has told before, so that it does not tell it each time. */
export class ToldLints {
  readonly #path: string;
  readonly #told: ReadonlySet<string>;

  /** @param root absolute path of the project. */
  constructor(root: string) {
    this.#path = join(root, '.dvc', 'tmp', 'joulebook', 'told-lints');
    this.#told = new Set(textOf(this.#path).split('\n'));
  }

  has(lint: Problem): boolean {
    return this.#told.has(lineOf(lint));
  }

  /** Keeps what is true now: what was mended and comes back is told again. Where it cannot be kept, it is told once more. */
  keep(lints: readonly Problem[]): void {
    const lines = lints.map((lint) => `${lineOf(lint)}\n`).join('');
    try {
      makeFolder(dirname(this.#path));
    } catch (error) {
      if (errnoName(error) === undefined) throw error;
      return;
    }
    writeFileAtomic(this.#path, lines);
  }
}

/** Where in its file a lint stands is no part of it: lines move. */
function lineOf({ what, at }: Problem): string {
  return JSON.stringify([at?.file, what]);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errnoName(error) === undefined) throw error;
    return ''; // nothing was told yet
  }
}
