import type { OutputLine } from './patterns/line-reader.ts';

/** Longest line that is looked at; of a longer one its end. What never ends a line must not fill the memory. */
const LONGEST = 65_536;

/** Colours and cursor moves of ECMA-48, links and titles. */
const ESCAPES = new RegExp(
  String.raw`\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\^_])`,
  'g',
);

/** Cuts output into lines, however it comes in pieces; a carriage return ends a line that is then written over. */
export class LineSplitter {
  #rest = '';

  /** @returns the lines that a piece of output has ended. */
  take(text: string): readonly OutputLine[] {
    const all = this.#rest + text;
    const lines: OutputLine[] = [];
    let from = 0;
    for (const found of all.matchAll(/\r*\n|\r+(?=[^\r\n])/g)) {
      lines.push(lineOf(all.slice(from, found.index), found[0].endsWith('\n')));
      from = found.index + found[0].length;
    }
    this.#rest = all.slice(from).slice(-LONGEST);
    return lines;
  }

  /** @returns the last line, which nothing has ended. */
  end(): readonly OutputLine[] {
    const rest = this.#rest;
    this.#rest = '';
    return rest === '' ? [] : [lineOf(rest, true)];
  }
}

function lineOf(text: string, isWhole: boolean): OutputLine {
  return { text: erased(text.slice(-LONGEST).replaceAll(ESCAPES, '')), isWhole };
}

/** Each backspace takes away the character before it. */
function erased(text: string): string {
  if (!text.includes('\b')) return text;
  const kept: string[] = [];
  for (const character of text) {
    if (character === '\b') kept.pop();
    else kept.push(character);
  }
  return kept.join('');
}
