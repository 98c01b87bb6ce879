/** One physical line. */
export interface Line {
  /** Without its end. */
  readonly text: string;
  /** Counts from 1. */
  readonly number: number;
  /** False for a last line that has no end: it may be torn. */
  readonly ended: boolean;
}

/** Lines longer than this are cut: nothing that is read here has such, and a file without line ends must not fill the memory. */
const LONGEST = 1 << 20;

/** The lines of a text that comes in pieces, whichever way they end (LF, CRLF, CR alone). A cut line says so by its length. */
export function* linesOf(chunks: Iterable<string>): Generator<Line> {
  let rest = '';
  let number = 0;
  let isCut = false;
  for (const chunk of withoutLoneReturns(chunks)) {
    const text = rest + chunk;
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      number++;
      yield { text: plain(text.slice(from, end)), number, ended: true };
      isCut = false;
      from = end + 1;
    }
    rest = isCut ? '' : text.slice(from);
    if (rest.length > LONGEST) {
      rest = rest.slice(0, LONGEST);
      isCut = true;
    }
  }
  if (rest !== '') yield { text: plain(rest), number: number + 1, ended: false };
}

/** Whether a line was cut because of its length. */
export function isTooLong(line: Line): boolean {
  return line.text.length >= LONGEST;
}

function plain(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** A file whose first line end is a CR alone has no other (old Macintosh, some spreadsheets); elsewhere a CR inside a line is part of it. */
function* withoutLoneReturns(chunks: Iterable<string>): Generator<string> {
  let isLone: boolean | undefined;
  let head = '';
  for (const chunk of chunks) {
    if (isLone === undefined) {
      head += chunk;
      isLone = hasLoneReturn(head);
      if (isLone === undefined) continue;
    }
    const text = head === '' ? chunk : head;
    head = '';
    yield isLone ? text.replaceAll('\r', '\n') : text;
  }
  if (head !== '') yield head;
}

/** Whether a text's first line ends in a CR alone; undefined where that cannot be told yet. */
function hasLoneReturn(head: string): boolean | undefined {
  const end = head.search(/[\r\n]/);
  if (end < 0) return head.length > LONGEST ? false : undefined;
  if (head[end] === '\n') return false;
  const next = head[end + 1];
  return next === undefined ? undefined : next !== '\n' && next !== '\r';
}
