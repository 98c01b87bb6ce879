import type { FolderFile } from '../content/folder-text.ts';
import type { ListedFile } from '../content/listed-file.ts';
import { byCodePoints } from '../values/code-points.ts';

/** A file of a folder: what lies there and what is to. */
export interface FilePair {
  readonly relpath: string;
  readonly has?: ListedFile;
  readonly wants?: FolderFile;
}

/** Puts the files that a folder has and those that it is to have side by side. Both are sorted by path as code points. */
export function* compareFiles(has: Iterable<ListedFile>, wants: Iterable<FolderFile>): Generator<FilePair> {
  const left = has[Symbol.iterator]();
  const right = wants[Symbol.iterator]();
  let a = left.next();
  let b = right.next();
  try {
    for (;;) {
      if (a.done === true && b.done === true) return;
      const order =
        a.done === true ? 1 : b.done === true ? -1 : byCodePoints(a.value.relpath, b.value.relpath);
      const hasFile = order <= 0 && a.done !== true ? a.value : undefined;
      const wantsFile = order >= 0 && b.done !== true ? b.value : undefined;
      const relpath = hasFile?.relpath ?? wantsFile?.relpath ?? '';
      yield {
        relpath,
        ...(hasFile === undefined ? {} : { has: hasFile }),
        ...(wantsFile === undefined ? {} : { wants: wantsFile }),
      };
      if (hasFile !== undefined) a = left.next();
      if (wantsFile !== undefined) b = right.next();
    }
  } finally {
    left.return?.();
    right.return?.();
  }
}
