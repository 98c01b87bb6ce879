import { type Problem, problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';

/** A file as a page sends it. */
export interface SentFile {
  /** As a name of a file: without folders, without what no file system takes. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What is to be taken in, and how. */
export interface SentImport {
  readonly files: readonly SentFile[];
  readonly project?: string;
  readonly tag?: string;
  /** Whether it is written into the book; else it is only told what would come in. */
  readonly isMeant: boolean;
}

/** Bytes of all files together that are taken. */
export const MOST_FILE_BYTES = 24 * 2 ** 20;
const MOST_FILES = 100;
const MOST_NAME = 120;

/** Reads what a page sent: `{ files: [{ name, base64 }], project?, tag?, write? }`. */
export function readSentImport(body: unknown): Result<SentImport> {
  if (!isObject(body) || !Array.isArray(body['files']) || body['files'].length === 0)
    return err(refusal('no file was sent', 'There is nothing to look at.', 'Choose one.'));
  if (body['files'].length > MOST_FILES)
    return err(
      refusal(
        `${body['files'].length} files are too many at once`,
        `At most ${MOST_FILES} are taken here.`,
        'Use `joulebook import FOLDER`, which takes any number.',
      ),
    );
  const files: SentFile[] = [];
  let bytes = 0;
  for (const sent of body['files'] as readonly unknown[]) {
    const { name, base64 } = isObject(sent) ? sent : {};
    bytes += typeof base64 === 'string' ? Math.floor((base64.length * 3) / 4) - 2 : 0;
    if (bytes > MOST_FILE_BYTES) return err(tooLarge());
    const content = typeof base64 === 'string' ? bytesOf(base64) : undefined;
    if (typeof name !== 'string' || content === undefined)
      return err(refusal('a file cannot be read as it was sent', 'It is not base64.', 'Reload the page.'));
    files.push({ name: distinct(plainFileName(name), files), bytes: content });
  }
  const [project, tag] = [wordOf(body['project']), wordOf(body['tag'])];
  return ok({
    files,
    isMeant: body['write'] === true,
    ...(project === undefined ? {} : { project }),
    ...(tag === undefined ? {} : { tag }),
  });
}

/** The last part of a path, without control characters and without a dot before it. */
export function plainFileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .replace(/^\.+/, '')
    .slice(-MOST_NAME)
    .trim();
  return plain === '' ? 'file' : plain;
}

/** Two files of one name are told apart. */
function distinct(name: string, files: readonly SentFile[]): string {
  for (let n = 2, next = name; ; n++) {
    if (!files.some((file) => file.name === next)) return next;
    next = `${n}-${name}`;
  }
}

function bytesOf(base64: string): Uint8Array | undefined {
  return /^[A-Za-z0-9+/]*={0,2}$/.test(base64) ? Buffer.from(base64, 'base64') : undefined;
}

function tooLarge(): Problem {
  return refusal(
    'the files are too large for the page',
    `Together they may have ${MOST_FILE_BYTES / 2 ** 20} MiB.`,
    'Use `joulebook import FILE`, which reads files of any size.',
  );
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function refusal(what: string, why: string, fix: string): Problem {
  return problem('E_IMPORT', what, why, fix);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
