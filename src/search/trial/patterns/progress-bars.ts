import { numberIn, type Said } from '../said.ts';
import type { LineReader, OutputLine } from './line-reader.ts';

/** `Epoch 3: 100%|████| 938/938 [00:05<00:00, 180.5it/s, v_num=0, val_acc=0.9]`: tqdm, and Lightning on it. */
const BAR = /^(.*?)\s*\d+%\|.*\|\s*([\d.]+\w?)\/([\d.]+\w?) \[(.*)\]/u;
/** A bar that something else is printed behind. */
const LEFT_BAR = /^.*\d+%\|.*?\|\s*[\d.]+\w?\/[\d.]+\w? \[[^\]]*\](?=\s*[^\s\],])/u;
/** Longer lines are no bars. */
const LONGEST = 4096;
/** `Epoch 3/9 ━━━━ 938/938 0:00:05 • 0:00:00 180.5it/s v_num: 0 val_acc: 0.9`: Lightning on rich. */
const RICH = /^Epoch (\d+)\/\d+\s+[━╸╺\s-]*\s(\d+)\/(\d+)\s(.*)$/u;

/**
 * Progress bars that name the epoch, which counts from 0 with Lightning. A bar is drawn many times, and a last time when validation has changed its
 * figures: what it says when it is full is held back until something else is printed. A bar whose steps are the epochs (`Epochs:  33%|███| 1/3 [… ,
 * acc=0.7]`) says what an epoch has come to until its next step is drawn.
 */
export function progressBars(): LineReader {
  let held: Bar | undefined;
  /** At which step a bar of epochs first had figures: before its first one where they are set in the loop, else behind it. */
  let firstStep: number | undefined;
  const release = (): readonly Said[] => {
    const said = held === undefined ? [] : [held.said];
    held = undefined;
    return said;
  };
  const placed = (bar: Bar): Bar => {
    if (bar.epochsDone === undefined) return bar;
    if (Object.keys(bar.said).length > 0) firstStep ??= bar.epochsDone;
    const epoch = bar.isFull ? bar.epochsDone : bar.epochsDone + 1 - Math.min(1, firstStep ?? 0);
    return { ...bar, said: { ...bar.said, epoch } };
  };
  return {
    read: ({ text, isWhole }) => {
      const found = barOf(text);
      if (found === undefined) return undefined;
      const bar = placed(found);
      const before = held?.said['epoch'] === bar.said['epoch'] ? [] : release();
      if (!bar.isFull && bar.epochsDone === undefined) return [...before, ...(isWhole ? release() : [])];
      held = bar;
      return isWhole && bar.isFull ? [...before, ...release()] : before;
    },
    // Of an epoch that still goes on nothing is known yet, whatever else is printed meanwhile.
    flush: () => (held?.isFull === false ? [] : release()),
  };
}

/** What is printed behind a bar that was left standing, as tqdm leaves it where others print on the same stream; else the line itself. */
export function behindBar(line: OutputLine): OutputLine {
  if (!line.isWhole || line.text.length > LONGEST) return line;
  return { ...line, text: line.text.replace(LEFT_BAR, '') };
}

interface Bar {
  readonly isFull: boolean;
  readonly said: Said;
  /** Its steps are the epochs: how many are done. */
  readonly epochsDone?: number;
}

function barOf(text: string): Bar | undefined {
  if (text.length > LONGEST) return undefined;
  const rich = RICH.exec(text);
  if (rich !== null) {
    const [, epoch, done, all, rest = ''] = rich;
    return { isFull: done === all, said: { ...pairsOf(rest, ': '), epoch: Number(epoch) + 1 } };
  }
  const [whole, label = '', done, all, rest = ''] = BAR.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const isFull = done === all;
  // `Epoch` alone may also stand before the steps of one.
  const isOfEpochs = /^(?:.*\s)?epochs\s*:?$/i.test(label) || /\d(?:epochs?\/s|s\/epochs?)\b/i.test(rest);
  if (isOfEpochs) return { isFull, said: pairsOf(rest, '='), epochsDone: Number(done) };
  return { isFull, said: { ...pairsOf(rest, '='), ...epochOf(label) } };
}

/** `Epoch 3` counts from 0, `Epoch 3/10` and `Epoch [3/10]` from 1, as those who write so do. */
function epochOf(label: string): Said {
  const [, number, of] = /epoch\s*:?\s*\[?(\d+)(\s*\/\s*\d+)?/i.exec(label) ?? [];
  if (number === undefined) return {};
  return { epoch: Number(number) + (of === undefined ? 1 : 0) };
}

function pairsOf(text: string, between: string): Said {
  const said: Record<string, number> = {};
  const pattern = new RegExp(String.raw`([\w/.'-]+)${between}\s*([-+.\w]+)`, 'gu');
  for (const [, name = '', value = ''] of text.matchAll(pattern)) {
    const number = numberIn(value);
    if (number !== undefined) said[name] = number;
  }
  return said;
}
