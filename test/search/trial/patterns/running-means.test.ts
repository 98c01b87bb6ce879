import { describe, expect, test } from 'vitest';
import { reportsOf } from '../reports-of.ts';

describe('lines of running means', () => {
  // the last batch of the test is not printed: the sum of it is
  const imagenet = (
    e: number,
  ): string => `Epoch: [${e}][  1/500]\tTime  1.2 ( 1.2)\tLoss 6.9e+00 (6.8e+00)\tAcc@1   0.78 (  0.79)
Test: [  1/196]\tTime  1.2 ( 1.2)\tLoss 5.9e+00 (5.8e+00)\tAcc@1   1.78 (  1.79)
Test: [191/196]\tTime  1.2 ( 1.2)\tLoss 5.7e+00 (5.${e}e+00)\tAcc@1   2.78 (  2.79)
 *   Acc@1 1${e}.780 Acc@5 30.562
`;

  test("PyTorch's example of ImageNet: what the test came to", () => {
    for (const metric of ['Acc@1', 'acc1'])
      expect(reportsOf(imagenet(0) + imagenet(1), metric)).toEqual([
        [1, 0.79], // no test was seen yet
        [1, 10.78],
        [2, 11.78],
      ]);
    expect(reportsOf(imagenet(0) + imagenet(1), 'test_loss')).toEqual([
      [1, 5],
      [2, 5.1],
    ]);
    expect(reportsOf(imagenet(0) + imagenet(1), 'train_loss')).toEqual([
      [1, 6.8],
      [2, 6.8],
    ]);
  });

  test('a training without tests says its own figures', () => {
    expect(
      reportsOf('Epoch: [0][ 10/500]  Loss 6.9 (6.8)\nEpoch: [1][ 10/500]  Loss 5.9 (5.8)\n', 'loss'),
    ).toEqual([
      [1, 6.8],
      [2, 5.8],
    ]);
  });

  test("timm's: the mean, not the last batch", () => {
    const output = `Train: 0 [   0/312 (  0%)]  Loss: 6.93 (6.91)  Time: 1.2s,  100.0/s  LR: 1.000e-05
Test: [   0/39]  Time: 0.9 (0.9)  Loss:   6.9 ( 6.9)  Acc@1:   0.781 (  0.781)
Test: [  39/39]  Time: 0.2 (0.3)  Loss:   6.8 ( 6.7)  Acc@1:   1.781 (  2.781)
`;
    expect(reportsOf(output, 'acc1')).toEqual([[1, 2.781]]);
  });

  test("torchvision's references, which count batches from 0", () => {
    const output = `Epoch: [0]  [  0/50]  eta: 1:00:00  lr: 0.1  loss: 6.9 (6.8)  acc1: 0.78 (0.79)  max mem: 1000
Test:   [ 0/20]  eta: 0:01:00  loss: 6.5 (6.4)  acc1: 12.5 (12.4)
Test:   [19/20]  eta: 0:01:00  loss: 6.3 (6.2)  acc1: 14.5 (14.4)
Test:  Acc@1 14.401 Acc@5 30.000
`;
    expect(reportsOf(output, 'test_acc1')).toEqual([
      [1, 14.4],
      [1, 14.401],
    ]);
  });
});
