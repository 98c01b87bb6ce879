/** One file of a folder, as the folder's object lists it. */
export interface FolderFile {
  /** From the folder, with `/`. */
  readonly relpath: string;
  /** 32 hexadecimal digits. */
  readonly md5: string;
}

/** The text of one file in a folder's object, without what stands between two. */
export function folderItemText({ relpath, md5 }: FolderFile): string {
  return `{"md5": "${md5}", "relpath": ${asciiJson(relpath)}}`;
}

/** The whole object of a folder: JSON as Python writes it, ASCII only. Its MD5 with `.dir` behind is the folder's hash. */
export function folderText(files: readonly FolderFile[]): string {
  return `[${files.map(folderItemText).join(', ')}]`;
}

/** Reads a folder's object; undefined where it is none. */
export function parseFolderText(text: string): readonly FolderFile[] | undefined {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(list)) return undefined;
  const files = list.flatMap((item: unknown): readonly FolderFile[] => {
    if (typeof item !== 'object' || item === null) return [];
    const { relpath, md5 } = item as Readonly<Record<string, unknown>>;
    return typeof relpath === 'string' && typeof md5 === 'string' && isInside(relpath)
      ? [{ relpath, md5 }]
      : [];
  });
  return files.length === list.length ? files : undefined;
}

/** A path that leads out of the folder would write anywhere. */
function isInside(relpath: string): boolean {
  return (
    !relpath.startsWith('/') &&
    relpath.split('/').every((part) => part !== '..' && part !== '.' && part !== '')
  );
}

/** As Python's `json` writes a text. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
