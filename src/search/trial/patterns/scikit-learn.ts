import { numberIn, type Said } from '../said.ts';
import type { LineReader } from './line-reader.ts';

/**
 * What scikit-learn says with `verbose`: neural networks (`Iteration 12, loss = 0.35`, `Validation score: 0.91`), stochastic gradient descent
 * (`-- Epoch 3`, `… Avg. loss: 0.5`), gradient boosting by histograms (`[12/100] 1 tree, … train loss: 0.2, val loss: 0.3, in 0.01s`) and without
 * (a table of `Iter`, `Train Loss`).
 */
export function scikitLines(): LineReader {
  let iteration = 0;
  let table: readonly string[] | undefined;
  const at = (said: Said): readonly Said[] => [{ ...said, ...(iteration > 0 ? { iteration } : {}) }];
  return {
    read: ({ text }) => {
      const line = text.trim();
      const network = /^Iteration (\d+), loss = ([-+.\w]+)$/.exec(line);
      if (network !== null) {
        iteration = Number(network[1]);
        return at(numbers([['loss', network[2]]]));
      }
      const score = /^Validation score: ([-+.\w]+)$/.exec(line);
      if (score !== null) return at(numbers([['validation_score', score[1]]]));
      const epoch = /^-- Epoch (\d+)$/.exec(line);
      if (epoch !== null) {
        iteration = Number(epoch[1]);
        return [];
      }
      const descent = /^Norm: .*\bAvg\. loss: ([-+.\w]+)/.exec(line);
      if (descent !== null) return at(numbers([['loss', descent[1]]]));
      const trees = /^\[(\d+)\/\d+\] \d+ trees?, (.*), in /.exec(line);
      if (trees !== null) {
        iteration = Number(trees[1]);
        return at(numbers([...(trees[2] ?? '').matchAll(PAIR)].map(([, name, value]) => [name, value])));
      }
      if (/^Iter\s+Train Loss\b/.test(line)) {
        table = line.split(/\s{2,}/);
        return [];
      }
      const cells = table === undefined ? [] : line.split(/\s+/);
      if (table === undefined || cells.length !== table.length || numberIn(cells[0] ?? '') === undefined)
        return undefined;
      iteration = Number(cells[0]);
      return at(numbers(table.slice(1).map((title, i) => [title, cells[i + 1]])));
    },
  };
}

const PAIR = /((?:train|val) (?:loss|score)): ([-+.\w]+)/g;

function numbers(pairs: readonly (readonly [name: string | undefined, text: string | undefined])[]): Said {
  const said: Record<string, number> = {};
  for (const [name = '', text = ''] of pairs) {
    const number = numberIn(text);
    if (name !== '' && number !== undefined) said[name.replaceAll(' ', '_').toLowerCase()] = number;
  }
  return said;
}
