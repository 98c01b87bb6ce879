import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PowermetricsSample, PowermetricsText } from '../../../src/meters/macos/powermetrics-text.ts';
import { APPLE_HEAD, appleSample, intelSample } from './powermetrics.golden.ts';

/** All samples of a text that comes in the given pieces. */
function samplesOf(pieces: readonly string[]): readonly PowermetricsSample[] {
  const samples: PowermetricsSample[] = [];
  const text = new PowermetricsText((sample) => samples.push(sample));
  for (const piece of pieces) text.add(piece);
  return samples;
}

test('Apple silicon: powers in watts, the length in seconds, each once', () => {
  expect(samplesOf([APPLE_HEAD + appleSample('1004.25', 1234, 567, 0)])).toEqual([
    { elapsedS: 1.00425, cpuW: 1.234, gpuW: 0.567, aneW: 0, packageW: Number.NaN },
  ]);
});

test('Intel: the package', () => {
  expect(samplesOf([intelSample('1002.10', '5.23')])).toEqual([
    { elapsedS: 1.0021, cpuW: Number.NaN, gpuW: Number.NaN, aneW: Number.NaN, packageW: 5.23 },
  ]);
});

test('a sample is handed over as soon as its powers are complete', () => {
  const whole = appleSample('1000.00', 1000, 0, 0);
  const upToSum = whole.slice(0, whole.indexOf('\n', whole.indexOf('Combined Power')) + 1);
  expect(samplesOf([upToSum])).toHaveLength(1);
  expect(samplesOf([upToSum.slice(0, -1)])).toHaveLength(0);
});

test('a sample without a sum is complete when the next begins', () => {
  const old = '*** Sampled system activity (x) (1000.00ms elapsed) ***\nCPU Power: 2 W\nGPU Power: 1.5 W\n';
  expect(samplesOf([old])).toEqual([]);
  expect(samplesOf([old, old])).toEqual([
    { elapsedS: 1, cpuW: 2, gpuW: 1.5, aneW: Number.NaN, packageW: Number.NaN },
  ]);
});

test('powers outside a sample, samples without powers and other text are nothing', () => {
  expect(
    samplesOf([
      'CPU Power: 5 mW\nCombined Power (CPU + GPU + ANE): 5 mW\n',
      '*** Sampled system activity (x) (1000ms elapsed) ***\n',
      '*** Sampled system activity (x) (0.00ms elapsed) ***\nCPU Power: 5 mW\nCombined Power: 5 mW\n',
      'powermetrics must be invoked as the superuser\n',
      'x'.repeat(200_000),
    ]),
  ).toEqual([]);
});

test('the text may be cut anywhere', () => {
  const text =
    APPLE_HEAD +
    appleSample('1004.25', 1234, 567, 89) +
    appleSample('998.01', 50, 0, 0) +
    intelSample('1000', '7.5');
  const whole = samplesOf([text]);
  expect(whole).toHaveLength(3);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 20 }), (cuts) => {
      const ends = [...cuts.sort((a, b) => a - b), text.length];
      expect(samplesOf(ends.map((end, i) => text.slice(i === 0 ? 0 : ends[i - 1], end)))).toEqual(whole);
    }),
  );
});
