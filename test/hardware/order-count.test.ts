import { describe, expect, it } from 'vitest';
import { packageText } from '../../src/host/package-data.io.ts';
import { countReadings } from '../../src/hardware/order-count.ts';

describe('how many devices a text asks for', () => {
  it.each([
    ['4 nodes of 8 A100', 32, 'A100'],
    ['4 nodes with 8x A100 each', 32, 'A100'],
    ['two servers with eight V100', 16, 'V100'],
    ['16 machines, 4 T4 per machine', 64, 'T4'],
    ['TPUv3 Pod (1024 chips)', 1024, 'TPUv3'],
    ['8xH100', 8, 'H100'],
  ])('%s: %i', (text, count, rest) => {
    expect(countReadings(text)[0]).toEqual({ rest, count, given: true });
  });

  it('2x8 A100 is sixteen, where no "8 A100" is known', () => {
    expect(countReadings('2x8 A100')).toContainEqual({ rest: 'A100', count: 16, given: true });
  });

  it('no name of the table is read as machines', () => {
    for (const name of packageText('data/hardware/accelerators.csv')
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[1] ?? ''))
      expect(countReadings(name)[0]?.rest, name).not.toMatch(/^(?:nodes?|servers?)/);
  });
});
