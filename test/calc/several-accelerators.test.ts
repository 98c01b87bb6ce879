import { describe, expect, it } from 'vitest';
import { kwhOf, resultOf } from './requests.ts';

describe('several accelerators in one name', () => {
  it.each(['4xA100 + 2xV100', '4 x A100 and 2 x V100', '4xA100, 2xV100', '4xA100; 2xV100'])(
    '(%s) are lines of their own',
    (text) => {
      expect(kwhOf({ accelerators: [{ text }], hours: 10 })).toBeCloseTo(
        kwhOf({ accelerators: [{ text: '4xA100' }, { text: '2xV100' }], hours: 10 }),
        9,
      );
    },
  );

  it('stay one where a count beside them could be of each or of all', () => {
    expect(resultOf({ accelerators: [{ text: 'A100, V100', count: 8 }], hours: 10 }).lines).toHaveLength(1);
  });

  it('are not looked for in the name of one', () => {
    expect(resultOf({ accelerators: [{ text: 'RTX 6000 Ada, 48 GB' }], hours: 1 }).lines).toHaveLength(1);
  });
});

describe('an intensity that no grid has', () => {
  it('is used as it is given, and questioned', () => {
    const result = resultOf({
      energy: { kwh: 1000, layer: 'it', said: 'given' },
      intensity: { gPerKwh: 0.385, said: 'given' },
    });
    expect(result.carbon?.estimate.value).toBeCloseTo(0.385 * (result.energy.estimate.value ?? 0), 9);
    expect(result.notes.join()).toContain('0.385 kg/kWh');
  });

  it.each([0, 5, 57, 900])('is not %s g/kWh', (gPerKwh) => {
    const { notes } = resultOf({
      energy: { kwh: 1, layer: 'it', said: 'given' },
      intensity: { gPerKwh, said: 'given' },
    });
    expect(notes.join()).not.toContain('less than any grid');
  });
});
