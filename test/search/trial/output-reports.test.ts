import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LineSplitter } from '../../../src/search/trial/line-splitter.ts';
import { OutputReports } from '../../../src/search/trial/output-reports.ts';
import { capturedBy } from '../../../src/search/trial/patterns/captured.ts';
import type { MakeLineReader } from '../../../src/search/trial/patterns/line-reader.ts';
import { type Counting, countOn, NOTHING_SAID } from '../../../src/search/trial/resource-count.ts';
import { valueOf } from '../../../src/search/trial/said.ts';

/** What is read of a metric: where it stands, and its value. @param cut size of the pieces in which the output comes. */
function reportsOf(output: string, metric: string, capture?: MakeLineReader, cut = 7): [number, number][] {
  const splitter = new LineSplitter();
  const reports = new OutputReports([metric], capture);
  const pieces = output.match(new RegExp(`[^]{1,${cut}}`, 'g')) ?? [];
  const heard = [...pieces.flatMap((piece) => splitter.take(piece)), ...splitter.end()].flatMap((line) =>
    reports.read(line),
  );
  let counting: Counting = NOTHING_SAID;
  return [...heard, ...reports.end()].map(({ said }) => {
    counting = countOn(counting, said) ?? counting;
    return [counting.last, valueOf(said, metric) ?? 0];
  });
}

const fixture = (name: string): string =>
  readFileSync(new URL(`../../fixtures/trial-output/${name}.txt`, import.meta.url), 'utf8');

describe('what real trainings print', () => {
  test.each<[name: string, metric: string, reports: [number, number][]]>([
    [
      'keras',
      'val_loss',
      [
        [1, 0.6958],
        [2, 0.6953],
        [3, 0.6945],
      ],
    ],
    [
      'keras',
      'val_accuracy',
      [
        [1, 0.5078],
        [2, 0.5078],
        [3, 0.5078],
      ],
    ],
    // evaluate() draws a bar without an epoch: it speaks of the last
    [
      'keras',
      'loss',
      [
        [1, 0.6816],
        [2, 0.6801],
        [3, 0.6787],
        [3, 0.6812],
      ],
    ],
    [
      'keras-verbose-2',
      'val_loss',
      [
        [1, 0.6958],
        [2, 0.6953],
        [3, 0.6945],
      ],
    ],
    [
      'tqdm-epochs',
      'val_acc',
      [
        [1, 0.5],
        [2, 0.6],
        [3, 0.7],
      ],
    ],
    [
      'tqdm-epochs',
      'train_loss',
      [
        [1, 0.5],
        [2, 0.5],
        [3, 0.5],
      ],
    ],
    [
      'fastprogress',
      'accuracy',
      [
        [1, 0.5],
        [2, 0.6],
        [3, 0.7],
      ],
    ],
    [
      'fastprogress',
      'valid_loss',
      [
        [1, 1.2],
        [2, 0.6],
        [3, 0.4],
      ],
    ],
    [
      'hugging-face',
      'eval_accuracy',
      [
        [1, 0.61],
        [2, 0.72],
      ],
    ],
    [
      'hugging-face',
      'eval/loss',
      [
        [1, 0.65],
        [2, 0.55],
      ],
    ],
    [
      'xgboost',
      'eval-rmse',
      [
        [1, 68.76822],
        [2, 65.59481],
        [3, 64.37668],
        [4, 63.51313],
      ],
    ],
    [
      'xgboost',
      'rmse',
      [
        [1, 68.76822],
        [2, 65.59481],
        [3, 64.37668],
        [4, 63.51313],
      ],
    ],
    [
      'xgboost-cv',
      'test-rmse',
      [
        [1, 69.63718],
        [2, 65.45907],
        [3, 63.80207],
      ],
    ],
    [
      'mlp',
      'validation_score',
      [
        [1, 0.083333],
        [2, 0.144444],
        [3, 0.183333],
        [4, 0.227778],
      ],
    ],
    [
      'mlp',
      'loss',
      [
        [1, 7.87549998],
        [2, 5.59552134],
        [3, 4.32989941],
        [4, 3.52024819],
      ],
    ],
    [
      'sgd',
      'loss',
      [
        [1, 6421.016453],
        [2, 3342.876555],
        [3, 2994.853514],
        [4, 2922.959895],
      ],
    ],
    [
      'hist-gradient-boosting',
      'val loss',
      [
        [1, 2305.10857],
        [2, 2117.64143],
        [3, 2002.70271],
        [4, 1870.5303],
      ],
    ],
    [
      'gradient-boosting',
      'oob_improve',
      [
        [1, 453.7746],
        [2, 508.4212],
        [3, 300.4845],
        [4, -36.8876],
        [5, 1206.1259],
        [6, -201.6275],
        [7, 317.0202],
        [8, 124.4691],
        [9, -135.5932],
        [10, 503.9344],
      ],
    ],
  ])('%s: %s', (name, metric, reports) => {
    expect(reportsOf(fixture(name), metric)).toEqual(reports);
    expect(reportsOf(fixture(name), metric, undefined, 100_000)).toEqual(reports);
  });

  test('lightgbm: by its full name and by the bare one of the only set that is no training set', () => {
    const expected = [
      [2, 0.990631],
      [4, 0.989645],
      [6, 0.993787],
    ];
    for (const name of ["valid_1's auc", 'valid_1_auc', 'auc'])
      expect(reportsOf(fixture('lightgbm'), name).slice(0, 3)).toEqual(expected);
    expect(reportsOf(fixture('lightgbm'), "training's auc")[0]).toEqual([2, 0.990133]);
  });
});

describe("Ultralytics' tables", () => {
  const bar = (part: number): string => `${part}%|█████| 1/1 [00:01<00:00,  1.20s/it]`;
  const output = [1, 2]
    .map(
      (e) => `
      Epoch    GPU_mem   box_loss   cls_loss   dfl_loss  Instances       Size
        ${e}/2         0G      1.${e}81      2.794      1.215         13        640: ${bar(50)}\r        ${e}/2         0G      1.${e}81      2.794      1.215         13        640: ${bar(100)}
                 Class     Images  Instances      Box(P          R      mAP50  mAP50-95)     Mask(P          R      mAP50  mAP50-95): ${bar(100)}
                   all          4         17      0.665      0.862      0.8${e}      0.634      0.5      0.6      0.7${e}      0.4
`,
    )
    .join('');

  test.each<[string, number, number]>([
    ['mAP50', 0.81, 0.82],
    ['metrics/mAP50(M)', 0.71, 0.72],
    ['mAP50-95', 0.634, 0.634],
    ['recall', 0.862, 0.862],
    ['box_loss', 1.181, 1.281],
  ])('%s', (metric, first, second) => {
    expect(reportsOf(output, metric)).toEqual([
      [1, first],
      [2, second],
    ]);
  });
});

describe("Lightning's table of metrics", () => {
  const rule = '─'.repeat(60);
  const plain = `${rule}\n       Test metric             DataLoader 0\n${rule}\n        test_acc            0.8709999918937683\n        test_loss           0.35469642281532288\n${rule}\n`;
  const rich = `┏━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━┓
┃ Validate metric ┃    DataLoader 0    ┃
┡━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━┩
│    test_acc     │ 0.8709999918937683 │
│    test_loss    │ 0.3546964228153228 │
└─────────────────┴────────────────────┘
`;

  test.each([
    ['plain', plain],
    ['by Rich', rich],
    ['cut off', plain.slice(0, -61)],
  ])('%s', (_, table) => {
    expect(reportsOf(table, 'test_acc')).toEqual([[1, expect.closeTo(0.871, 6)]]);
    expect(reportsOf(`${table}end\n`, 'test_loss')).toEqual([[1, expect.closeTo(0.354696, 6)]]);
    expect(reportsOf(table, 'acc')).toEqual([]);
  });

  test('is one report of all its rows', () => {
    const reports = new OutputReports(['test_acc', 'test_loss']);
    const heard = new LineSplitter().take(plain).flatMap((line) => reports.read(line));
    expect(heard.map(({ said }) => Object.keys(said))).toEqual([['test_acc', 'test_loss']]);
  });
});

describe('lines of a loop that somebody wrote', () => {
  test.each<[line: string, metric: string, report: [number, number] | undefined]>([
    ['Epoch 3/20 | train_loss=0.5 | val_acc: 0.91', 'val_acc', [3, 0.91]],
    ['[epoch 3] loss = 1.2e-3, acc = 91.5%', 'acc', [3, 91.5]],
    ['2026-01-02 12:00:00 INFO epoch=4 val/acc=0.5', 'val_acc', [4, 0.5]],
    ['step: 100, loss: nan', 'loss', [100, Number.NaN]],
    ['epoch 2 accuracy (top-1): 0.7', 'accuracy', [2, 0.7]],
    ['val_loss: 0.3', 'loss', undefined],
    ['best val_acc: 0.93 so far', 'val_acc', undefined],
    ['loss function: cross entropy', 'loss', undefined],
    ['INFO:root:{"epoch": 7, "val_acc": 0.5}', 'val_acc', [7, 0.5]],
    ['{"epoch": 7, "val": {"acc": 0.5}}', 'val.acc', [7, 0.5]],
    ["{'epoch': 7, 'acc': tensor(0.5000, device='cuda:0')}", 'acc', [7, 0.5]],
    ['{"epoch": 7, "loss": NaN}', 'loss', [7, Number.NaN]],
    ['::metric {"step": 5, "acc": 1}', 'acc', [5, 1]],
    ['12:00 ::metric {"epoch": 0, "acc": 1}', 'acc', [1, 1]],
    ['::metric {"step": 5, "acc"', 'acc', undefined],
    ['{"train": {"acc": 1}, "val": {"acc": 0.5}}', 'acc', undefined],
  ])('%s', (line, metric, report) => {
    expect(reportsOf(`${line}\n`, metric)).toEqual(report === undefined ? [] : [report]);
  });

  test('epochs that begin with 0 count from 1, reports without a place count on', () => {
    expect(reportsOf('epoch 0 acc=1\nepoch 1 acc=2\n', 'acc')).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(reportsOf('acc=1\nacc=2\nacc=3', 'acc')).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  test('a table in CSV, epochs from 0', () => {
    expect(reportsOf('epoch,loss,acc\n0,1.5,0.2\n1,1.2,nan\n', 'acc')).toEqual([
      [1, 0.2],
      [2, Number.NaN],
    ]);
  });

  test("the user's expressions come first, and alone once they have found something", () => {
    const capture = capturedBy([/E(?<epoch>\d+)/, /A(?<acc>[\w.]+)/]);
    expect(reportsOf('E1 A0.5\nepoch 2 acc=0.9\nE3 Anan\n', 'acc', capture)).toEqual([
      [1, 0.5],
      [3, Number.NaN],
    ]);
  });
});

describe('hostile output', () => {
  test('a line without an end is read by its end, in bounded memory', () => {
    const splitter = new LineSplitter();
    for (let i = 0; i < 200; i++) expect(splitter.take('x'.repeat(10_000))).toEqual([]);
    const [line] = splitter.take(' acc=0.5\n');
    expect(line?.text.length).toBe(65_536);
    expect(line?.text.endsWith(' acc=0.5')).toBe(true);
  });

  test('deep nesting and thousands of braces are no report and no crash', () => {
    expect(reportsOf(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}\n`, 'acc', undefined, 1000)).toEqual([]);
    expect(reportsOf(`{"__proto__": {"acc": 5}, "constructor": 1}\n`, 'acc')).toEqual([]);
  });
});
