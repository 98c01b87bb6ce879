import { numberIn, type Said } from '../said.ts';
import type { LineReader } from './line-reader.ts';

/** Letters that Ultralytics' own names of metrics end with, by what a column is of: `metrics/mAP50(B)`. */
const LETTERS: Readonly<Record<string, string>> = { Box: 'B', Mask: 'M', Pose: 'P', OBB: 'B' };
/** Its own names of columns that are named shorter in the table. */
const NAMES: Readonly<Record<string, string>> = { P: 'precision', R: 'recall' };
/** Its own names of a classifier's columns. */
const CLASSIFIED: Readonly<Record<string, string>> = {
  top1_acc: 'metrics/accuracy_top1',
  top5_acc: 'metrics/accuracy_top5',
};

/**
 * What Ultralytics' YOLO prints: for each epoch a row of losses below `Epoch  GPU_mem  box_loss …`, and a row `all` of metrics below
 * `Class  Images  Instances  Box(P  R  mAP50  mAP50-95)`, for classifiers `classes  top1_acc  top5_acc`. Both titles and rows may end in a progress bar.
 */
export function ultralyticsLines(): LineReader {
  let losses: readonly string[] | undefined;
  let metrics: readonly string[] | undefined;
  let before = 0;
  let epoch: number | undefined;
  return {
    read: ({ text }) => {
      const [line = '', bar] = text.trim().split(/:\s+(?=\d+%)/, 2);
      const cells = line.split(/\s+/);
      if (/^Epoch\s+GPU_mem\s/.test(line)) {
        losses = cells.slice(2);
        return [];
      }
      const [labels] = /^(?:Class\s+Images\s+Instances\s|classes\s+(?=top1_acc\b))/.exec(line) ?? [];
      if (labels !== undefined) {
        before = labels.trim().split(/\s+/).length;
        metrics = cells.slice(before);
        return [];
      }
      const place = /^(\d+)\/\d+$/.exec(cells[0] ?? '');
      if (losses !== undefined && place !== null && cells.length === losses.length + 2) {
        // A bar that is not full is of an epoch that still goes on.
        if (bar?.startsWith('100%') === false) return [];
        epoch = Number(place[1]);
        return [{ ...named(losses, cells.slice(2)), epoch }];
      }
      if (metrics === undefined || cells[0] !== 'all' || cells.length !== metrics.length + before)
        return undefined;
      return [{ ...named(metrics, cells.slice(before)), ...(epoch === undefined ? {} : { epoch }) }];
    },
  };
}

/** The cells by their titles; `Box(P` begins columns that are of boxes. */
function named(titles: readonly string[], cells: readonly string[]): Said {
  const said: Record<string, number> = {};
  let letter: string | undefined;
  for (const [i, title] of titles.entries()) {
    const [, of, rest = title] = /^(\w+)\((.*)$/.exec(title) ?? [];
    if (of !== undefined) letter = LETTERS[of];
    const short = rest.replace(/\)$/, '');
    const number = numberIn(cells[i] ?? '');
    if (number === undefined) continue;
    const name = NAMES[short] ?? short;
    // Boxes come first: the short name is theirs.
    if (!Object.hasOwn(said, name)) said[name] = number;
    if (letter !== undefined) said[`metrics/${name}(${letter})`] = number;
    const own = CLASSIFIED[title];
    if (own !== undefined) said[own] = number;
  }
  return said;
}
