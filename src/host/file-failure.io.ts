import { getSystemErrorMap } from 'node:util';

const FIXES: Readonly<Record<string, string>> = {
  ENOSPC: 'free some space on that disk, or put the file elsewhere',
  EDQUOT: 'free some of your quota, or put the file elsewhere',
  EROFS: 'choose a folder that can be written',
  EACCES: 'choose a folder that you may write, or ask its owner for the right',
  EPERM: 'choose a folder that you may write, or ask its owner for the right',
  EIO: 'the disk reports a fault: look at the system log, and put the file elsewhere',
  ENOTDIR: 'a part of the path is a file: choose another path',
  EISDIR: 'it is a folder: choose another path',
  ENOENT: 'make the folder first, or choose another path',
  EMFILE: 'raise the limit of open files (ulimit -n)',
};

/** The errno name of a failed call, e.g. `ENOSPC`; undefined for what is no system error. */
export function errnoName(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** Why a file operation failed and what to do. An error that is no system error is our bug and is thrown on. */
export function whyNot(error: unknown): { readonly why: string; readonly fix: string } {
  const name = errnoName(error);
  if (name === undefined) throw error;
  const number = (error as NodeJS.ErrnoException).errno;
  const text = number === undefined ? undefined : getSystemErrorMap().get(number)?.[1];
  return {
    why: text === undefined ? name : `${text} (${name})`,
    fix: FIXES[name] ?? 'look at the path and its permissions',
  };
}

const READING_FIXES: Readonly<Record<string, string>> = {
  EACCES: 'ask its owner for the right to read it',
  EPERM: 'ask its owner for the right to read it',
  EISDIR: 'it is a folder: name a file',
  ENOENT: 'look at the path: there is no such file',
};

/** The same of a file that somebody named to be read: there is no folder to make and no right to write that is missing. */
export function whyUnread(error: unknown): { readonly why: string; readonly fix: string } {
  const { why, fix } = whyNot(error);
  return { why, fix: READING_FIXES[errnoName(error) ?? ''] ?? fix };
}
