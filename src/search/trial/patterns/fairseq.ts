import { numberIn, prefixed, type Said } from '../said.ts';
import { anySought, type LineReader, type MakeLineReader } from './line-reader.ts';

/**
 * fairseq's lines of an epoch: `| epoch 003 | valid on 'valid' subset | loss 5.1 | ppl 24.2 | num_updates 3000`, and those of the training without a
 * subset. Its first subset is the one that it chooses checkpoints by: what is said of it goes by bare names too, and nothing else does.
 */
export const fairseqLines: MakeLineReader = (metrics): LineReader => {
  let first: string | undefined;
  return {
    read: ({ text }) => {
      // The losses of single batches.
      if (/\bepoch \d+:\s+\d+ \/ \d+ .*\bnum_updates=/.test(text)) return [];
      const [, epoch, subset, rest = ''] = LINE.exec(text) ?? [];
      if (epoch === undefined) return undefined;
      const figures = figuresIn(rest);
      if (figures['num_updates'] === undefined) return undefined;
      first ??= subset;
      const bare = subset !== undefined && subset === first ? figures : {};
      const said = { ...prefixed(`${subset ?? 'train'}_`, figures), ...bare, epoch: Number(epoch) };
      return anySought(metrics, said) ? [said] : [];
    },
  };
};

const LINE = /\| epoch (\d+) \|(?: \w+ on '([^']+)' subset \|)? (.*)$/;

function figuresIn(text: string): Said {
  const said: Record<string, number> = {};
  for (const cell of text.split(' | ')) {
    const [name = '', figure = ''] = cell.trim().split(/\s+/);
    const number = numberIn(figure);
    if (number !== undefined) said[name] = number;
  }
  return said;
}
