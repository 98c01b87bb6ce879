import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { bibtexText, citationsOf } from '../../src/calc/text/bibtex.ts';
import { latexText } from '../../src/calc/text/latex.ts';
import { markdownText } from '../../src/calc/text/markdown.ts';
import { modelCardText } from '../../src/calc/text/model-card.ts';
import { METHODS } from '../../src/calc/calc-request.ts';
import { gramsOf, resultOf } from './requests.ts';

const references = readFileSync(new URL('../../data/calc/references.bib', import.meta.url), 'utf8');
const job = { accelerators: [{ text: '8xH100' }], hours: 72, region: 'FR', embodied: true } as const;
const given = {
  accelerators: [{ text: 'V100', power: { watts: 300, kind: 'mean' as const } }],
  hours: 100,
  pue: 1,
  intensity: { gPerKwh: 570, said: 'given' },
};

describe('a model card', () => {
  it('has the keys of Hugging Face, and its emissions are grams', () => {
    const card = load(modelCardText(resultOf(given))) as { co2_eq_emissions: Record<string, unknown> };
    expect(card.co2_eq_emissions['emissions']).toBe(17_100);
    expect(Object.keys(card.co2_eq_emissions)).toEqual([
      'emissions',
      'source',
      'training_type',
      'hardware_used',
    ]);
    expect(card.co2_eq_emissions['hardware_used']).toMatch(/^1 x NVIDIA .*V100/);
  });

  it('names the place, the interval and that nothing was measured', () => {
    const card = load(modelCardText(resultOf(job))) as { co2_eq_emissions: Record<string, unknown> };
    expect(card.co2_eq_emissions['geographical_location']).toBe('France');
    expect(card.co2_eq_emissions['source']).toMatch(/not measured; 90% interval \d+ to \d+ g/);
    expect(Number(card.co2_eq_emissions['emissions']) / gramsOf(job)).toBeCloseTo(1, 5);
  });

  it.each([1e-5, 1e-3, 3.29, 1e9])('writes %s g as a number of YAML', (grams) => {
    const card = load(
      modelCardText(
        resultOf({
          energy: { kwh: grams, layer: 'it', said: 'given' },
          pue: 1,
          intensity: { gPerKwh: 1, said: 'given' },
        }),
      ),
    ) as { co2_eq_emissions: { emissions: unknown } };
    expect(card.co2_eq_emissions.emissions).toBeCloseTo(grams, 9);
  });
});

describe('a paragraph for a paper', () => {
  it('says hardware, hours, place, energy, PUE, intensity, carbon and embodied carbon with intervals, and hides nothing behind a per cent sign', () => {
    const text = latexText(resultOf(job));
    for (const part of [
      '8~$\\times$~NVIDIA H100',
      '72~hours',
      'in France',
      'PUE of 1.56',
      'g\\,CO$_2$e/kWh',
      '90\\% interval',
      'not counted above',
      '\\cite{joulebook}',
      'no offsets',
    ])
      expect(text).toContain(part);
    expect(text).not.toMatch(/(?<!\\)%/);
  });

  it('cites works that the bibliography has', () => {
    for (const method of METHODS) {
      const result = resultOf({ ...given, method });
      const entries = bibtexText(result, references);
      for (const key of citationsOf(result)) expect(entries).toContain(`{${key},`);
      expect(entries.match(/^@/gm)).toHaveLength(citationsOf(result).length);
    }
  });
});

describe('a table for a README', () => {
  it('has a row for each line and the formula', () => {
    const text = markdownText(resultOf(job));
    expect(text).toMatch(/\| Energy \| .*kWh \(90 % interval/);
    expect(text).toMatch(/\| Embodied carbon \(apart\) \|/);
    expect(text).toContain('72 h');
    for (const line of text.split('\n').filter((each) => each.startsWith('|')))
      expect(line.split('|')).toHaveLength(4);
  });
});
