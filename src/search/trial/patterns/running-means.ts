import { numberIn, prefixed, type Said } from '../said.ts';
import { anySought, type LineReader, type MakeLineReader } from './line-reader.ts';

/**
 * Lines of means that run, as PyTorch's example of ImageNet, torchvision's references and timm print them: `Epoch: [0][ 10/5005]  Loss 6.9 (6.8)
 * Acc@1 0.78 (0.91)`, a batch's figure and behind it the mean until then, epochs from 0. Of a test only the last batch counts, and the line
 * ` * Acc@1 12.78` behind it, before which the last one may not have been printed; where there are tests, lines of the training say no more than `train_loss`.
 */
export const runningMeans: MakeLineReader = (metrics): LineReader => {
  let epoch: number | undefined;
  let isTested = false;
  let test: Said = {};
  const of = (set: string, means: Said): readonly Said[] => {
    const bare = set === 'train' && isTested ? {} : means;
    const said = { ...prefixed(`${set}_`, means), ...bare, ...(epoch === undefined ? {} : { epoch }) };
    return anySought(metrics, said) ? [said] : [];
  };
  return {
    read: ({ text }) => {
      if (text.length > LONGEST) return undefined;
      const [, summary] = /^(?:Test:)?\s{0,9}(?:\*\s{1,9})?(Acc@1 .*)$/.exec(text) ?? [];
      if (summary !== undefined) return of('test', { ...test, ...meansIn(summary, SUMMARY) });
      const [, kind = '', at, done, all, rest = ''] = LINE.exec(text) ?? [];
      const means = meansIn(rest, MEAN);
      if (Object.keys(means).length === 0) return undefined;
      if (/^(?:epoch|train)$/i.test(kind)) {
        if (at !== undefined) epoch = Number(at) + 1;
        return of('train', means);
      }
      isTested = true;
      test = means;
      // Some count batches from 0.
      return Number(done) >= Number(all) - 1 ? of('test', means) : [];
    },
  };
};

/** Longer lines are others. */
const LONGEST = 4096;
const LINE = /^\s*(Epoch|Train|Test|Val\w*):\s*(?:\[?(\d+)\]?\s*)?\[\s*(\d+)\/(\d+)[^\]]*\]\s+(.*)$/i;
const MEAN = /([A-Za-z][\w@./-]*):?\s+[-+.\w]+\s+\(\s*([-+.\w]+)\)/g;
const SUMMARY = /([A-Za-z][\w@]*):?\s+([-+.\w]+)/g;

/** Means by their names; `Acc@1` is `acc1`, too. */
function meansIn(text: string, pattern: RegExp): Said {
  const said: Record<string, number> = {};
  for (const [, name = '', mean = ''] of text.matchAll(pattern)) {
    const number = numberIn(mean);
    if (number === undefined) continue;
    said[name] = number;
    if (name.includes('@')) said[name.replace('@', '').toLowerCase()] = number;
  }
  return said;
}
