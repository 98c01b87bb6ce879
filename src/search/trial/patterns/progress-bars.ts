import { numberIn, type Said } from '../said.ts';
import type { LineReader } from './line-reader.ts';

/** `Epoch 3: 100%|████| 938/938 [00:05<00:00, 180.5it/s, v_num=0, val_acc=0.9]`: tqdm, and Lightning on it. */
const BAR = /^(.*?)\s*\d+%\|.*\|\s*([\d.]+\w?)\/([\d.]+\w?) \[(.*)\]/u;
/** `Epoch 3/9 ━━━━ 938/938 0:00:05 • 0:00:00 180.5it/s v_num: 0 val_acc: 0.9`: Lightning on rich. */
const RICH = /^Epoch (\d+)\/\d+\s+[━╸╺\s-]*\s(\d+)\/(\d+)\s(.*)$/u;

/**
 * Progress bars that name the epoch, which counts from 0 with Lightning. A bar is drawn many times, and a last time when validation has changed its
 * figures: what it says when it is full is held back until something else is printed.
 */
export function progressBars(): LineReader {
  let held: Said | undefined;
  const release = (): readonly Said[] => {
    const said = held === undefined ? [] : [held];
    held = undefined;
    return said;
  };
  return {
    read: ({ text, isWhole }) => {
      const bar = barOf(text);
      if (bar === undefined) return undefined;
      const before = held?.['epoch'] === bar.said['epoch'] ? [] : release();
      if (!bar.isFull) return [...before, ...(isWhole ? release() : [])];
      held = bar.said;
      return isWhole ? [...before, ...release()] : before;
    },
    flush: release,
  };
}

function barOf(text: string): { readonly isFull: boolean; readonly said: Said } | undefined {
  const rich = RICH.exec(text);
  if (rich !== null) {
    const [, epoch, done, all, rest = ''] = rich;
    return { isFull: done === all, said: { ...pairsOf(rest, ': '), epoch: Number(epoch) + 1 } };
  }
  const [whole, label = '', done, all, rest = ''] = BAR.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const epoch = epochOf(label);
  return { isFull: done === all, said: { ...pairsOf(rest, '='), ...epoch } };
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
