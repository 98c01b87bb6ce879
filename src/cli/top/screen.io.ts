import { closeSync, openSync } from 'node:fs';
import { ReadStream, WriteStream } from 'node:tty';
import { isTerminal } from '../is-terminal.io.ts';
import { writeAll } from '../write.io.ts';
import { ENTER_SCREEN, frameUpdate, LEAVE_SCREEN } from './frame-update.ts';

/** Width and height of a screen, in cells. */
export interface ScreenSize {
  readonly width: number;
  readonly height: number;
}

/** Where the terminal does not say how large it is. */
const USUAL: ScreenSize = { width: 80, height: 24 };

/** The terminal's whole screen, while this program has it: on stdout, with keys from stdin or from the controlling terminal. */
export class Screen {
  readonly #keys: ReadStream | undefined;
  #shown: readonly string[] | undefined;
  #isEntered = false;
  readonly #leaveAtExit = (): void => this.leave();
  /** Before anybody tells of a crash, the terminal must be one to read it on. */
  readonly #leaveAtCrash = (): void => this.leave();

  readonly #onGone: () => void;

  /**
   * @param onInput what the terminal sends.
   * @param onGone it cannot be written to any more; a hang-up that is ignored (nohup) would not tell.
   */
  constructor(onInput: (text: string) => void, onGone: () => void) {
    this.#onGone = onGone;
    this.#keys = openKeys();
    this.#keys?.setEncoding('utf8');
    this.#keys?.on('data', (data: string | Buffer) => onInput(String(data)));
    this.#keys?.on('error', () => {}); // the terminal goes away: a signal tells
    process.on('exit', this.#leaveAtExit);
    process.prependListener('uncaughtException', this.#leaveAtCrash);
  }

  /** Takes the screen: a second one, so that what was there comes back. */
  enter(): void {
    if (this.#isEntered) return;
    this.#isEntered = true;
    this.#shown = undefined;
    this.#keys?.setRawMode(true);
    this.#write(ENTER_SCREEN);
  }

  /** Gives the screen and its modes back. May be called twice. */
  leave(): void {
    if (!this.#isEntered) return;
    this.#isEntered = false;
    this.#write(LEAVE_SCREEN);
    try {
      this.#keys?.setRawMode(false);
    } catch {
      // the terminal has gone, and its modes with it
    }
  }

  /** Shows a frame, in one write. */
  show(lines: readonly string[], width: number): void {
    if (!this.#isEntered) return;
    const isSame = this.#shown?.length === lines.length;
    const update = frameUpdate(isSame ? this.#shown : undefined, lines, width);
    this.#shown = lines;
    if (update !== '') this.#write(update);
  }

  /** The next frame is drawn whole: its size has changed, or something else has written there. */
  forget(): void {
    this.#shown = undefined;
  }

  close(): void {
    this.leave();
    process.off('exit', this.#leaveAtExit);
    process.off('uncaughtException', this.#leaveAtCrash);
    this.#keys?.destroy();
  }

  #write(text: string): void {
    try {
      writeAll(1, text);
    } catch {
      this.#onGone();
    }
  }
}

/** Keys come from stdin where that is a terminal (`joulebook top </dev/null` has the controlling one); undefined where nobody can press any. */
function openKeys(): ReadStream | undefined {
  if (isTerminal(0)) return new ReadStream(0);
  let fd: number;
  try {
    fd = openSync('/dev/tty', 'r');
  } catch {
    return undefined;
  }
  try {
    return new ReadStream(fd);
  } catch {
    closeSync(fd);
    return undefined;
  }
}

/** How large the terminal is now. A stream asks once, so that each question needs one of its own: to be asked when the size has changed. */
export function screenSize(): ScreenSize {
  for (const path of ['/dev/stdout', '/dev/tty']) {
    let fd: number;
    try {
      fd = openSync(path, 'r+');
    } catch {
      continue; // another user's terminal (su), or no controlling one
    }
    try {
      const stream = new WriteStream(fd);
      const { columns, rows } = stream;
      stream.destroy(); // closes fd
      if (columns > 0 && rows > 0) return { width: columns, height: rows };
    } catch {
      closeSync(fd);
    }
  }
  return USUAL;
}
