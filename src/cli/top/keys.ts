/** A key by its name, or the character that it types. */
export type Key = { readonly key: KeyName } | { readonly key: 'text'; readonly text: string };

export type KeyName =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'page-up'
  | 'page-down'
  | 'enter'
  | 'escape'
  | 'backspace'
  | 'interrupt'
  | 'suspend'
  | 'redraw'
  | 'f1'
  | 'f6'
  | 'f9'
  | 'f10'
  | 'unknown';

const ESC = '\u001b';

/** What follows ESC, of the terminals that people use: xterm and its kin, rxvt, the Linux console, screen. */
const SEQUENCES: Readonly<Record<string, KeyName>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  '[H': 'home',
  '[F': 'end',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[4~': 'end',
  '[7~': 'home',
  '[8~': 'end',
  '[5~': 'page-up',
  '[6~': 'page-down',
  OP: 'f1',
  '[11~': 'f1',
  '[[A': 'f1',
  '[17~': 'f6',
  '[20~': 'f9',
  '[21~': 'f10',
};

const CONTROLS: Readonly<Record<string, KeyName>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u0003': 'interrupt',
  '\u001a': 'suspend',
  '\f': 'redraw',
};

/** Complete sequences: the console's function keys, SS3, CSI with its parameters. */
// oxlint-disable-next-line no-control-regex
const WHOLE =
  /^(?:\[\[[A-E]|O[\u0040-\u007e]|\[[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u005a\u005c-\u007e])/;
/** Beginnings of one of them. */
const BEGINNING = /^(?:$|O$|\[\[?$|\[[\u0030-\u003f]*[\u0020-\u002f]*$)/;

/** Reads keys from what a terminal sends. A sequence may come in pieces; an Escape alone looks like the beginning of one until {@link flush}. */
export class KeyReader {
  #held = '';

  /** True while what has come may be the beginning of a longer sequence. */
  get isWaiting(): boolean {
    return this.#held !== '';
  }

  feed(text: string): readonly Key[] {
    let rest = this.#held + text;
    this.#held = '';
    const keys: Key[] = [];
    while (rest !== '') {
      if (rest.startsWith(ESC)) {
        const tail = rest.slice(1);
        const whole = WHOLE.exec(tail)?.[0];
        if (whole !== undefined) {
          keys.push({ key: SEQUENCES[whole] ?? 'unknown' });
          rest = tail.slice(whole.length);
        } else if (BEGINNING.test(tail)) {
          this.#held = rest;
          return keys;
        } else {
          keys.push({ key: 'escape' });
          rest = tail;
        }
        continue;
      }
      const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
      rest = rest.slice(character.length);
      const control = CONTROLS[character];
      if (control !== undefined) keys.push({ key: control });
      else keys.push(character < ' ' ? { key: 'unknown' } : { key: 'text', text: character });
    }
    return keys;
  }

  /** Nothing more has come for a while: an Escape was meant. */
  flush(): readonly Key[] {
    const held = this.#held;
    this.#held = '';
    if (held === '') return [];
    return [{ key: 'escape' }, ...this.feed(held.slice(1))];
  }
}
