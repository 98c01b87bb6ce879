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

/** As {@link folderItemText} writes it, without anything escaped. */
const PLAIN_ITEM = /^\{"md5": "([0-9a-f]{32})", "relpath": "([^"\\]+)"\}$/;

/** Reads what stands for one file in a folder's object; undefined where it is none. */
export function parseFolderItem(text: string): FolderFile | undefined {
  const [, plainMd5, plainPath] = PLAIN_ITEM.exec(text) ?? [];
  if (plainMd5 !== undefined && plainPath !== undefined)
    return isInside(plainPath) ? { relpath: plainPath, md5: plainMd5 } : undefined;
  let item: unknown;
  try {
    item = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof item !== 'object' || item === null) return undefined;
  const { relpath, md5 } = item as Readonly<Record<string, unknown>>;
  if (typeof relpath !== 'string' || typeof md5 !== 'string') return undefined;
  return isInside(relpath) && /^[0-9a-f]{32}$/.test(md5) ? { relpath, md5 } : undefined;
}

/** Reads a folder's object; undefined where it is none. */
export function parseFolderText(text: string): readonly FolderFile[] | undefined {
  const splitter = new ItemSplitter();
  const files: FolderFile[] = [];
  for (const item of splitter.push(text)) {
    const file = parseFolderItem(item);
    if (file === undefined) return undefined;
    files.push(file);
  }
  return splitter.isWhole ? files : undefined;
}

/** No path is that long. */
const LONGEST_ITEM = 1 << 20;

/** Takes a list of objects in JSON apart, part by part, so that one of a million files is never in memory as a whole. */
export class ItemSplitter {
  #rest = '';
  #state: 'before' | 'first' | 'item' | 'after' | 'end' | 'wrong' = 'before';

  /** The objects that are whole with this further part of the text. */
  push(part: string): readonly string[] {
    const text = this.#rest + part;
    const items: string[] = [];
    let at = 0;
    while (this.#state !== 'wrong') {
      while (at < text.length && text.charCodeAt(at) <= 0x20) at += 1;
      if (at >= text.length) break;
      if (this.#state === 'item' || (this.#state === 'first' && text[at] !== ']')) {
        const end = endOfItem(text, at);
        if (end === undefined) break;
        items.push(text.slice(at, end));
        at = end;
        this.#state = 'after';
      } else this.#state = this.#next(text[at++]);
    }
    this.#rest = text.slice(at);
    if (this.#rest.length > LONGEST_ITEM) this.#state = 'wrong';
    return items;
  }

  /** Whether the list has come to its end. */
  get isWhole(): boolean {
    return this.#state === 'end' && this.#rest === '';
  }

  #next(mark: string | undefined): 'first' | 'item' | 'end' | 'wrong' {
    if (this.#state === 'before' && mark === '[') return 'first';
    if (this.#state === 'after' && mark === ',') return 'item';
    return (this.#state === 'first' || this.#state === 'after') && mark === ']' ? 'end' : 'wrong';
  }
}

/** Where the object that begins here ends; undefined where the text ends sooner. */
function endOfItem(text: string, start: number): number | undefined {
  for (let at = text.indexOf('}', start); at >= 0; at = text.indexOf('}', at + 1))
    if (quotes(text, start, at) % 2 === 0) return at + 1;
  return undefined;
}

/** How many quotation marks that are no part of a text stand there. */
function quotes(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('"', from); at >= 0 && at < to; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) count += 1;
  }
  return count;
}

/** A path that leads out of the folder would write anywhere. */
function isInside(relpath: string): boolean {
  return (
    !relpath.startsWith('/') &&
    !relpath.includes('\0') &&
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
