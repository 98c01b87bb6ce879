import { numberIn, plainName, type Said } from '../said.ts';
import type { LineReader } from './line-reader.ts';

/**
 * XGBoost (`[12]<tab>train-rmse:0.35<tab>eval-rmse:0.40`, rounds from 0, in R from 1) and LightGBM (`[12]<tab>valid_0's l2: 0.35`, from 1), their
 * cross-validation (`0.35+0.01`: the mean) included, and CatBoost (`12:<tab>learn: 0.35<tab>test: 0.40<tab>best: 0.39 (10)`, from 0), which names
 * sets and no metric. Where only one set is no training set, its metrics go by their bare names too.
 */
export function boostingLines(): LineReader {
  let first: number | undefined;
  return {
    read: ({ text }) => {
      const [, tree, sets = ''] = /^(\d+):\s+((?:learn|test\d*): .*)$/.exec(text) ?? [];
      if (tree !== undefined) return [{ ...setsIn(sets), iteration: Number(tree) + 1 }];
      const [, round, rest = ''] = /^\s*(?:\[[^\]]*\] )*\[(\d+)\]\s+(\S.*)$/.exec(text) ?? [];
      if (round === undefined) return undefined;
      const isLightGbm = /'s |cv_agg /.test(rest);
      const cells = rest.split(/\t+/).flatMap((cell) => cellOf(cell, isLightGbm));
      if (cells.length === 0) return undefined;
      first ??= Number(round);
      return [{ ...named(cells), iteration: Number(round) + (isLightGbm || first === 1 ? 0 : 1) }];
    },
  };
}

/** CatBoost's figures; of the best one the round stands behind it. */
function setsIn(text: string): Said {
  const said: Record<string, number> = {};
  for (const cell of text.split(/\t+/)) {
    const [, set, figure = ''] = /^(learn|test\d*|best): ([-+.\w]+)/.exec(cell) ?? [];
    const number = numberIn(figure);
    if (set !== undefined && number !== undefined) said[set] = number;
  }
  return said;
}

interface Cell {
  readonly set: string;
  readonly metric: string;
  readonly name: string;
  readonly value: number;
}

function cellOf(cell: string, isLightGbm: boolean): readonly Cell[] {
  const [, name = '', number = ''] = /^(.+?):\s*([-+.\w]+?)(?:\s*\+\s*[\d.e-]+)?$/.exec(cell.trim()) ?? [];
  const value = numberIn(number);
  if (value === undefined) return [];
  const parts = isLightGbm ? /^(.*?)(?:'s|\s)\s*(.+)$/.exec(name.replace('cv_agg ', '')) : SET.exec(name);
  const [, set = '', metric = name] = parts ?? [];
  return [{ set, metric, name, value }];
}

/** `validation_0-logloss`, `test-ndcg@5-`: the set's name may hold hyphens, a metric has none in front of its name. */
const SET = /^(.*)-([^-].*)$/;

function named(cells: readonly Cell[]): Said {
  const said: Record<string, number> = {};
  const tested = cells.filter(({ set }) => !/^train/i.test(set));
  const isOneSet = new Set(tested.map(({ set }) => set)).size === 1;
  for (const { set, metric, name, value } of cells) {
    said[name] = value;
    said[plainName(`${set} ${metric}`)] = value;
  }
  if (isOneSet) for (const { metric, value } of tested) said[metric] = value;
  return said;
}
