import { describe, expect, test } from 'vitest';
import { readMetric } from '../../../src/report/statement/chosen-metric.ts';

describe('a metric as people write it', () => {
  test.each([
    ['loss', 'loss', 'minimize', 'name'],
    ['val_accuracy', 'val_accuracy', 'maximize', 'name'],
    ['q7', 'q7', 'maximize', 'assumed'],
    ['-q7', 'q7', 'minimize', 'given'],
    ['q7:min', 'q7', 'minimize', 'given'],
    ['q7:Maximise', 'q7', 'maximize', 'given'],
    ['-q7:max', 'q7', 'maximize', 'given'],
    ['val:loss', 'val:loss', 'minimize', 'name'],
    ['val:loss:max', 'val:loss', 'maximize', 'given'],
    [':min', ':min', 'maximize', 'assumed'],
    ['-', '-', 'maximize', 'assumed'],
  ])('%s', (text, name, goal, goalFrom) => {
    expect(readMetric(text)).toEqual({ name, goal, goalFrom });
  });
});
