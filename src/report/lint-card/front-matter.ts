/** A card taken apart: the YAML between its first two lines of dashes, before which only blank lines may stand (the Hub reads it so), and the text behind. */
export interface CardParts {
  /** Undefined where the card does not begin with such a block. */
  readonly yaml: string | undefined;
  /** Whether a first line of dashes is there and the second is not. */
  readonly isUnclosed: boolean;
  /** The text line by line, without comments and code, so what stands in an example is no claim. Line numbers are those of the card. */
  readonly lines: readonly { readonly text: string; readonly number: number }[];
  /** Number of the first line of the YAML. */
  readonly yamlLine: number;
}

/** Takes a card apart. A byte order mark and Windows line ends are no hindrance. */
export function cardParts(text: string): CardParts {
  const all = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const start = all.findIndex((line) => line.trim() !== '');
  const isOpened = /^---\s*$/.test(all[start] ?? '');
  const end = isOpened ? all.findIndex((line, i) => i > start && /^(?:---|\.\.\.)\s*$/.test(line)) : -1;
  const yaml = end < 0 ? undefined : all.slice(start + 1, end).join('\n');
  return {
    yaml,
    isUnclosed: isOpened && end < 0,
    yamlLine: start + 2,
    lines: claims(all, end < 0 ? 0 : end + 1),
  };
}

function claims(all: readonly string[], from: number): CardParts['lines'] {
  const lines: { readonly text: string; readonly number: number }[] = [];
  let fence: string | undefined;
  let isComment = false;
  for (const [i, raw] of all.entries()) {
    if (i < from) continue;
    const opened = /^\s{0,3}(`{3,}|~{3,})/.exec(raw)?.[1];
    if (opened !== undefined) {
      fence = fence === undefined ? opened : opened.startsWith(fence) ? undefined : fence;
      continue;
    }
    if (fence !== undefined) continue;
    const { text, isOpen } = withoutComments(raw, isComment);
    if (text !== '' || !isComment) lines.push({ text, number: i + 1 });
    isComment = isOpen;
  }
  return lines;
}

/** A line without its comments, and whether one is still open at its end. Goes through it once, whatever stands there. */
function withoutComments(
  line: string,
  isInside: boolean,
): { readonly text: string; readonly isOpen: boolean } {
  const kept: string[] = [];
  let at = 0;
  if (isInside) {
    const end = line.indexOf('-->');
    if (end < 0) return { text: '', isOpen: true };
    at = end + 3;
  }
  for (;;) {
    const start = line.indexOf('<!--', at);
    if (start < 0) return { text: [...kept, line.slice(at)].join(' '), isOpen: false };
    kept.push(line.slice(at, start));
    const end = line.indexOf('-->', start + 4);
    if (end < 0) return { text: kept.join(' '), isOpen: true };
    at = end + 3;
  }
}
