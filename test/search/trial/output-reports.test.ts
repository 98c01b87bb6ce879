import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LineSplitter } from '../../../src/search/trial/line-splitter.ts';
import { OutputReports } from '../../../src/search/trial/output-reports.ts';
import { capturedBy } from '../../../src/search/trial/patterns/captured.ts';
import { reportsOf } from './reports-of.ts';

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

test("Ultralytics' tables of a classifier", () => {
  const epoch = (e: number): string => `
      Epoch    GPU_mem       loss  Instances       Size
        ${e}/2         0G      1.${e}81         13        224: 100%|█████| 8/8 [00:10<00:00,  1.31s/it]
               classes   top1_acc   top5_acc: 100%|█████| 4/4 [00:05<00:00,  1.27s/it]
                   all       0.5${e}       0.91
`;
  for (const metric of ['top1_acc', 'metrics/accuracy_top1'])
    expect(reportsOf(epoch(1) + epoch(2), metric)).toEqual([
      [1, 0.51],
      [2, 0.52],
    ]);
});

test("CatBoost's rounds, some of which are not printed", () => {
  const output =
    '0:\tlearn: 0.69\ttest: 0.68\tbest: 0.68 (0)\ttotal: 50ms\tremaining: 5s\n10:\tlearn: 0.5\ttest: 0.7\tbest: 0.6 (7)\ttotal: 99ms\n';
  expect(reportsOf(output, 'test')).toEqual([
    [1, 0.68],
    [11, 0.7],
  ]);
  expect(reportsOf(output, 'best')).toEqual([
    [1, 0.68],
    [11, 0.6],
  ]);
});

test("PaddlePaddle's bars: of an epoch, and of the evaluation behind it", () => {
  const epoch = (e: number): string =>
    `Epoch ${e}/2\nstep  10/100 [..] - loss: 0.9 - acc: 0.1 - ETA: 5s - 10ms/step\nstep 100/100 [==] - loss: 0.5 - acc: 0.8 - 5ms/step\nEval begin...\nstep 20/20 [==] - loss: 0.4 - acc: 0.8${e} - 4ms/step\nEval samples: 99\n`;
  expect(reportsOf(epoch(1) + epoch(2), 'eval_acc')).toEqual([
    [1, 0.81],
    [2, 0.82],
  ]);
  expect(reportsOf(epoch(1), 'acc')).toEqual([
    [1, 0.8],
    [1, 0.81],
  ]);
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
    ["epoch 3: {'acc': 0.7}", 'acc', [3, 0.7]],
    ['Epoch(val) [3][10/10]  coco/bbox_mAP: 0.2  time: 0.1', 'coco/bbox_mAP', [3, 0.2]],
    // nothing between a name and its figure, where that has a decimal point
    ['step 250: train loss 1.97, val loss 2.07', 'val_loss', [250, 2.07]],
    ['epoch 2 - f1-score (micro avg)  0.81', 'f1-score', [2, 0.81]],
    ['epoch 2 loss nan', 'loss', [2, Number.NaN]],
    ['loss 3 of 4 terms', 'loss', undefined],
    ['best loss 0.5', 'loss', undefined],
    // so many of so many
    ['Test set: Average loss: 0.05, Accuracy: 9832/10000 (98%)', 'accuracy', [1, 0.9832]],
    ['loss: 0.5/0.6', 'loss', [1, 0.5]],
    ['val_loss: 0,35', 'val_loss', [1, 0.35]],
    ['loss: 1,234.5', 'loss', [1, 1234.5]],
    ['loss: 1,234', 'loss', undefined],
    ['loss=1,acc=2', 'loss', [1, 1]],
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

  test('a table drawn with lines', () => {
    const table =
      '┃ Epoch ┃ train loss ┃ val_loss ┃\n│ 1     │ 0.6        │ 0.5      │\n│ 2     │ 0.5        │ 0.4      │\n';
    expect(reportsOf(table, 'val_loss')).toEqual([
      [1, 0.5],
      [2, 0.4],
    ]);
  });

  test('what is printed behind a progress bar that was left standing', () => {
    const bar = (n: number): string => `\r ${n * 25}%|███   | ${n}/4 [00:0${n}<00:02,  1.00it/s]`;
    expect(
      reportsOf(`${bar(0)}epoch 1 val_loss=0.5\n${bar(1)}{'val_loss': 0.4, 'epoch': 2}\n`, 'val_loss'),
    ).toEqual([
      [1, 0.5],
      [2, 0.4],
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

  test('lines that begin like a bar or a test, again and again, hold nothing up', () => {
    const reports = new OutputReports(['loss']);
    for (const text of [
      '5%|'.repeat(20_000),
      `Test:${' '.repeat(60_000)}`,
      `Epoch: [0][1/2] ${'a'.repeat(60_000)}`,
    ])
      for (let i = 0; i < 3; i++) expect(reports.read({ text, isWhole: true })).toEqual([]);
  });

  test('deep nesting and thousands of braces are no report and no crash', () => {
    expect(reportsOf(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}\n`, 'acc', undefined, 1000)).toEqual([]);
    expect(reportsOf(`{"__proto__": {"acc": 5}, "constructor": 1}\n`, 'acc')).toEqual([]);
  });
});
