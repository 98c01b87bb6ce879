import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Texts of files by path. */
export type ProjectFiles = Readonly<Record<string, string>>;

/** Makes a DVC project without git in a folder. */
export function makeProject(folder: string, files: ProjectFiles): void {
  writeFiles(folder, {
    '.dvc/config': '[core]\n    no_scm = True\n',
    '.dvc/.gitignore': '/config.local\n/tmp\n/cache\n',
    ...files,
  });
}

/** Writes files in a folder; what was there before is replaced, not written into: it may be a link. */
export function writeFiles(folder: string, files: ProjectFiles): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    rmSync(path, { force: true });
    writeFileSync(path, text);
  }
}
