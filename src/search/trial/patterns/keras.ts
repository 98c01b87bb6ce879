import { numberIn, prefixed, type Said } from '../said.ts';
import type { LineReader } from './line-reader.ts';

/** ` - name: number`, as Keras appends them to its progress bar. */
const PAIR = / - ([^\s:]+): ([-+.\w]+)/g;

/**
 * Keras: `Epoch 3/10`, then a bar that is drawn over and over, and stands with the figures of validation when the epoch has ended:
 * `125/125 ━━━━ 1s 2ms/step - accuracy: 0.91 - loss: 0.31 - val_accuracy: 0.88 - val_loss: 0.4`. A bar without an epoch before it (`evaluate`)
 * speaks of the epoch that was last. PaddlePaddle's are the same behind the word `step`; what it says behind `Eval begin` is named `eval_acc`, too.
 */
export function kerasLines(): LineReader {
  let epoch: number | undefined;
  let isEvaluated = false;
  return {
    read: ({ text, isWhole }) => {
      const header = /^\s*Epoch (\d+)\/\d+\s*$/.exec(text);
      if (header !== null) {
        epoch = Number(header[1]);
        isEvaluated = false;
        return [];
      }
      if (/^Eval begin\b/.test(text)) {
        isEvaluated = true;
        return [];
      }
      const bar = /^\s*(?:step\s+)?(\d+)\/(\d+|Unknown)\s.*? - /.exec(text);
      if (bar === null || !/\d(?:s|ms|us)(?:\/(?:step|epoch))?\b/.test(text)) return undefined;
      const isDone = bar[1] === bar[2] || bar[2] === 'Unknown';
      if (!isWhole || !isDone) return [];
      const pairs = pairsOf(text);
      const evaluated = isEvaluated ? prefixed('eval_', pairs) : {};
      return [{ ...pairs, ...evaluated, ...(epoch === undefined ? {} : { epoch }) }];
    },
  };
}

function pairsOf(text: string): Said {
  const said: Record<string, number> = {};
  for (const [, name = '', value = ''] of text.matchAll(PAIR)) {
    const number = numberIn(value);
    if (number !== undefined) said[name] = number;
  }
  return said;
}
