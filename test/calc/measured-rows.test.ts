import { describe, expect, it } from 'vitest';
import { answerRow } from '../../src/calc/batch/answer-row.ts';
import { knowledge } from './requests.ts';

/** Hours and energies as they are printed, so that the printed rounding can be allowed for: `[hardware, count, hours, kWh, half a digit of kWh, of hours]`. */
const DODGE: readonly (readonly [string, number, number, number, number, number])[] = [
  ['V100', 4, 6, 3.1, 0.05, 0.5], // BERT fine-tuning
  ['V100', 8, 36, 37.3, 0.05, 0.5], // BERT pre-training
  ['A100', 256, 192, 13_812.4, 0.05, 12], // 6B transformer, 13 % of its training
  ['P40', 1, 0.3, 0.02, 0.005, 0.05], // DenseNet 121
  ['P40', 1, 0.3, 0.03, 0.005, 0.05], // DenseNet 169
  ['P40', 1, 0.4, 0.04, 0.005, 0.05], // DenseNet 201
  ['V100', 1, 19, 1.7, 0.05, 0.5], // ViT tiny
  ['V100', 1, 19, 2.2, 0.05, 0.5], // ViT small
  ['V100', 1, 21, 4.7, 0.05, 0.5], // ViT base
  ['V100', 4, 90, 93.3, 0.05, 0.5], // ViT large
  ['V100', 4, 216, 237.6, 0.05, 0.5], // ViT huge
];
/** Patterson et al. 2021, Tables 1 and 4: the power is measured, and withheld here; days, PUE and kWh as printed. */
const PATTERSON: readonly (readonly [string, number, number, number, number])[] = [
  ['TPU v3', 512, 20, 1.12, 85_700],
  ['TPU v3', 1024, 30, 1.09, 232_000],
  ['TPU v3', 1024, 3.1, 1.09, 24_100],
  ['TPU v3', 1024, 27, 1.1, 179_000],
  ['V100', 10_000, 14.8, 1.1, 1_287_000],
  ['P100', 8, 3.5, 1.11, 221],
  ['P100', 8, 3.2, 1.11, 185],
  ['TPU v2', 200, 6.8, 1.1, 7500],
];
/** Other publications, from memory: hardware, accelerator-hours, PUE and kWh of trainings whose power was measured or stated. */
const OTHERS: readonly (readonly [string, number, number, number])[] = [
  ['TPU v4', 8_404_992, 1.08, 3_436_000], // PaLM (Chowdhery et al. 2022)
  ['TPU v4', 587_776, 1.11, 213_000], // GLaM, to 280 billion tokens (Du et al. 2022)
  ['TPU v3', 1_418_035, 1.1, 451_000], // LaMDA (Thoppilan et al. 2022)
  ['A100-80GB', 809_472, 1.09, 324_000 * 1.09], // OPT-175B (Zhang et al. 2022)
  ['A100-80GB', 320_256, 1.2, 107_606], // StarCoder (Li et al. 2023)
  ['H100-80GB', 39_300_000, 1, 27_510_000], // Llama 3.1, by its limit
];
const WIDEST = 4;

describe('measured runs whose power is withheld', () => {
  it('lie in the interval in at least nine of ten, and no interval is wider than a factor of four: GPUs alone', () => {
    const inside = DODGE.filter(([hardware, count, hours, kwh, half, halfHour]) => {
      const row = answerRow(
        { id: '', inputs: { hardware, count, hours } },
        { method: 'joulebook', scope: 'gpu' },
        knowledge,
      );
      const { kwhLow, kwhHigh } = row;
      expect((kwhHigh ?? Infinity) / (kwhLow ?? 0), hardware).toBeLessThanOrEqual(WIDEST);
      const low = ((kwhLow ?? Infinity) * (hours - halfHour)) / hours;
      const high = ((kwhHigh ?? 0) * (hours + halfHour)) / hours;
      return kwh + half >= low && kwh - half <= high;
    });
    expect(inside.length / DODGE.length).toBeGreaterThanOrEqual(0.9);
  });

  it('and whole systems with their PUE', () => {
    const inside = PATTERSON.filter(([hardware, count, days, pue, kwh]) => {
      const row = answerRow(
        { id: '', inputs: { hardware, count, days, pue } },
        { method: 'joulebook', scope: 'facility' },
        knowledge,
      );
      const { kwhLow, kwhHigh } = row;
      expect((kwhHigh ?? Infinity) / (kwhLow ?? 0), hardware).toBeLessThanOrEqual(WIDEST);
      return kwh >= (kwhLow ?? Infinity) && kwh <= (kwhHigh ?? 0);
    });
    expect(inside.length / PATTERSON.length).toBeGreaterThanOrEqual(0.9);
  });

  it.each(OTHERS)(
    'and other trainings: %s, %i accelerator-hours, PUE %d, %i kWh',
    (hardware, gpu_hours, pue, kwh) => {
      const { kwhLow, kwhHigh } = answerRow(
        { id: '', inputs: { hardware, gpu_hours, pue } },
        { method: 'joulebook', scope: 'facility' },
        knowledge,
      );
      expect((kwhHigh ?? Infinity) / (kwhLow ?? 0)).toBeLessThanOrEqual(WIDEST);
      expect(kwhLow ?? Infinity).toBeLessThanOrEqual(kwh);
      expect(kwhHigh ?? 0).toBeGreaterThanOrEqual(kwh);
    },
  );
});
