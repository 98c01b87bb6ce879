import { describe, expect, it } from 'vitest';
import { lintCard } from '../../../src/report/lint-card/lint-card.ts';
import type { LintKnowledge } from '../../../src/report/lint-card/plausible.ts';
import factors from '../../../data/report/lint_card.json' with { type: 'json' };

const KNOWLEDGE: LintKnowledge = {
  factors,
  world: { low: 15, high: 1300 },
  placeIntensity: (text) => ({ Singapore: 471, 'Quebec, Canada': 30, Iceland: 28 })[text],
  accelerators: (text) => {
    const count = /^(\d+) /.exec(text)?.[1];
    return /A100/.test(text)
      ? { name: 'A100', count: Number(count ?? 1), isCounted: count !== undefined, tdpW: 400 }
      : undefined;
  },
};

function card(emissions: string, body = '', more = ''): string {
  return `---
license: mit
co2_eq_emissions:
  emissions: ${emissions}
  source: CodeCarbon
  training_type: fine-tuning
  geographical_location: Singapore
  hardware_used: 1 x NVIDIA A100-SXM4-40GB
${more}---
# A model
${body}
`;
}

function codes(text: string): readonly string[] {
  return lintCard(text, KNOWLEDGE).findings.map(({ code, level }) => `${level} ${code}`);
}

describe('a card', () => {
  it.each([
    ['of grams that the text says in kilograms', card('330', '- **Emissions:** 0.33 KgCO2 (Singapore)')],
    ['of grams that the text says in grams', card('25.4476', '- CO2 Emissions (in grams): 25.4476')],
    ['whose energy and place agree', card('330', 'Total Energy Consumption: 0.70 kWh')],
    ['whose hardware and hours agree', card('13000', '- **Hours used:** 72')],
    [
      'of many devices, which only its text counts',
      card('4475000', '- **GPUs:** 16 A100-SXM4\n- **Training time**: ~ 845 hours').replace(
        '1 x NVIDIA',
        'NVIDIA',
      ),
    ],
    [
      'of nobody knows how many devices',
      card('4475000', 'Training time: 845 hours').replace('1 x NVIDIA', 'NVIDIA'),
    ],
    ['that is likened to a flight', card('330', 'Energy consumed: 0.7 kWh. A flight emits 1.2 t CO2.')],
    ['of a clean grid', card('12', '| Energy | 1.0 kWh |').replace('Singapore', 'Quebec, Canada')],
    ['with thousands separated', card('17100', 'Carbon emitted: 17,100 g')],
    [
      'with an intensity beside it',
      card('330', 'Energy 0.7 kWh at a carbon intensity of 0.471 kgCO2eq/kWh. Emissions: 330 g CO2eq'),
    ],
    [
      'with an example in its code',
      card('330', 'Energy consumed: 0.7 kWh\n```\nemissions: 5 kg CO2\n```\n<!-- Emissions: 9 kg CO2 -->'),
    ],
    [
      'with Windows line ends and a byte order mark',
      `\ufeff${card('330', 'Energy consumed: 0.7 kWh').replaceAll('\n', '\r\n')}`,
    ],
  ])('%s has no fault', (_, text) => {
    const verdict = lintCard(text, KNOWLEDGE);
    expect(verdict.findings).toEqual([]);
    expect(verdict.checkedBy).not.toEqual([]);
  });

  it.each([
    [
      'the text says kilograms',
      card('0.33', '- **Emissions:** 0.33 KgCO2 (Singapore)'),
      'Write emissions: 330',
    ],
    ['the energy says so', card('0.33', 'Total Energy Consumption: 0.70 kWh'), 'Write emissions: 330'],
    ['hardware and hours say so', card('13', '- **Hours used:** 72'), 'Write emissions: 13000'],
    ['the text says it in pounds', card('39', 'It emitted 86 lbs of CO2'), 'Write emissions: 39008.9'],
  ])('with kilograms in place of grams is a fault: %s', (_, text, fix) => {
    expect(lintCard(text, KNOWLEDGE).findings[0]).toMatchObject({
      level: 'fault',
      code: 'kilograms',
      line: 4,
      fix,
    });
  });

  it('that was corrected by a factor of ten too much contradicts itself', () => {
    expect(
      lintCard(card('411000', 'A total of 41.1 kg CO2 was emitted.'), KNOWLEDGE).findings[0],
    ).toMatchObject({
      code: 'contradiction',
      fix: 'Write emissions: 41100, or mend the text.',
    });
  });

  it('of kilowatt hours in place of grams is told as that, and not as kilograms', () => {
    const [first] = lintCard(card('113', 'Energy consumed: 113 kWh'), KNOWLEDGE).findings;
    expect(first).toMatchObject({ level: 'fault', code: 'energy' });
    expect(first?.fix).not.toContain('113000');
  });

  it('of tonnes, and of what no grid can emit, is a fault', () => {
    expect(codes(card('5', 'emissions of 5 t CO2eq'))).toEqual(['fault tonnes']);
    expect(codes(card('99000', 'Energy consumed: 0.7 kWh'))).toEqual(['fault not-possible']);
  });

  it.each([
    ['"0.33 kg"', 'fault not-a-number', 'Write emissions: 330'],
    ['"17,100"', 'fault not-a-number', 'Write emissions: 17100'],
    ['~330', 'fault not-a-number', 'Write emissions: 330'],
    ['330 gCO2eq', 'fault not-a-number', 'Write emissions: 330'],
    ['{ value: 0.33, unit: kg }', 'fault not-a-number', 'Write emissions: 330'],
    ['about that much', 'fault not-a-number', 'Write the number of grams alone.'],
    [
      '300-400',
      'fault not-a-number',
      'Write one number of grams, e.g. emissions: 350, and the range in source.',
    ],
    [
      '[300, 400]',
      'fault not-a-number',
      'Write one number of grams, e.g. emissions: 350, and the range in source.',
    ],
    [
      '0.3 to 0.4 kg',
      'fault not-a-number',
      'Write one number of grams, e.g. emissions: 350, and the range in source.',
    ],
    ['-3', 'fault not-a-mass', undefined],
    ['.nan', 'fault not-a-mass', undefined],
    ['', 'fault no-number', undefined],
    ['0', 'warning zero', undefined],
    ['1e20', 'fault not-possible', undefined],
  ])('with emissions %s: %s', (emissions, code, fix) => {
    const [first] = lintCard(card(emissions), KNOWLEDGE).findings;
    expect(`${first?.level} ${first?.code}`).toBe(code);
    if (fix !== undefined) expect(first?.fix).toBe(fix);
  });

  it('in the old form is read, and misses its source', () => {
    const verdict = lintCard(
      '---\nco2_eq_emissions: 0.0121\n---\n- CO2 Emissions (in grams): 0.0121\n',
      KNOWLEDGE,
    );
    expect(verdict.grams).toBe(0.0121);
    expect(verdict.findings.map(({ code, level }) => `${level} ${code}`)).toEqual([
      'fault no-source',
      'warning bare-number',
    ]);
  });

  it.each([
    ['a slip in a key', '---\nco2_eq_emissions:\n  emission: 3\n  source: x\n---\n', 'fault unknown-key'],
    ['another name for the key', '---\nco2_emissions: 3\n---\n', 'fault unknown-key'],
    [
      'a list of keys',
      '---\nco2_eq_emissions:\n- emissions: 1.2g CO2\n- source: CodeCarbon\n---\n',
      'fault list',
    ],
    ['a text in that list', '---\nco2_eq_emissions:\n- emissions: 1.2g CO2\n---\n', 'fault not-a-number'],
    [
      'a shortened key',
      '---\nco2_eq_emissions:\n  emissions: 3\n  source: x\n  geographic_location: Denmark\n---\n',
      'fault unknown-key',
    ],
    [
      'nothing but a promise',
      '---\nco2_eq_emissions:\n  emissions: TBD\n  source: x\n---\n',
      'fault not-a-number',
    ],
    ['no emissions', '---\nlicense: mit\n---\n', 'warning no-emissions'],
    ['no metadata', '# A model\n', 'fault metadata'],
    ['broken YAML', '---\na: [\n---\n', 'fault yaml'],
    ['a key twice', '---\na: 1\na: 2\n---\n', 'fault yaml'],
    ['a list for metadata', '---\n- a\n---\n', 'fault metadata'],
    ['nothing', '', 'fault metadata'],
  ])('with %s is told', (_, text, code) => {
    expect(codes(text)).toContain(code);
  });

  it('of many devices is warned of kilograms where the hours could be those of each', () => {
    const many = (grams: number, hours: string): readonly string[] =>
      codes(card(String(grams), hours).replace('1 x NVIDIA', '64 x NVIDIA'));
    expect(many(1200, '- **Hours used:** 100')).toEqual(['warning kilograms']);
    expect(many(1_200_000, '- **Hours used:** 100')).toEqual([]);
    expect(many(1200, 'Training took 100 GPU hours.')).toEqual([]);
    expect(many(1200, '- **Training time:** 100 hours in total')).toEqual([]);
    expect(many(0.001, '- **Hours used:** 100')).toEqual(['fault not-possible']);
    expect(many(300, '- **Hours used:** 100')).toEqual(['fault kilograms']);
  });

  it('may begin with blank lines, as the Hub reads it, and is told that its metadata has no end', () => {
    expect(lintCard(`\n \n${card('330')}`, KNOWLEDGE)).toMatchObject({ grams: 330 });
    const [kilograms] = lintCard(`\n${card('0.33', 'Energy: 0.70 kWh')}`, KNOWLEDGE).findings;
    expect(kilograms).toMatchObject({ code: 'kilograms', line: 5 });
    expect(lintCard('---\nlicense: mit\n# A model\n', KNOWLEDGE).findings[0]).toMatchObject({
      code: 'metadata',
      what: 'the metadata has no end',
    });
  });

  it('has its keys looked for where the emissions are said', () => {
    const text = `---\nsource_datasets: [x]\nemissions_note: x\nco2_eq_emissions: {\n  emissions: 3,\n  source: }\n---\n`;
    expect(lintCard(text, KNOWLEDGE).findings.map(({ code, line }) => `${code} ${line}`)).toContain(
      'no-source 6',
    );
  });

  it('of many openings of comments, or of aliases that stand for very much, is read at once', () => {
    const comments = card('330', `Energy: 0.7 kWh <!-- a --> b <!-- ${'<!-- '.repeat(50_000)}`);
    const begun = performance.now();
    expect(lintCard(comments, KNOWLEDGE).findings).toEqual([]);
    const levels = Array.from({ length: 14 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]\n`);
    const aliases = `---\na0: &a0 [1]\n${levels.join('')}co2_eq_emissions: *a14\n---\n`;
    expect(codes(aliases)).toContain('fault not-a-number');
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it('has comments left out wherever they begin and end', () => {
    const text = card(
      '330',
      'Energy <!-- 9 kWh --> 0.7 <!-- x --> kWh\n<!-- Energy: 9\nEnergy: 9 kWh\n--> and <!-- Energy: 9 kWh',
    );
    expect(lintCard(text, KNOWLEDGE)).toMatchObject({
      findings: [],
      checkedBy: [expect.stringContaining('0.7')],
    });
    const between = card('330', '<!-- Energy: 9 kWh\n--> Energy: 0.7 kWh <!-- 9 kWh');
    expect(lintCard(between, KNOWLEDGE)).toMatchObject({
      findings: [],
      checkedBy: [expect.stringContaining('0.7 kWh')],
    });
  });

  it('of Sentence Transformers is checked by the energy and the hours among its keys', () => {
    const tracked = (grams: string, keys: string): string => card(grams, '', keys);
    const energy = '  energy_consumed: 0.00012\n  on_cloud: false\n  cpu_model: i5\n  ram_total_size: 8.0\n';
    expect(lintCard(tracked('0.0565', energy), KNOWLEDGE)).toMatchObject({
      findings: [],
      checkedBy: ['0.00012 kWh in Singapore'],
    });
    expect(codes(tracked('0.0000565', energy))).toEqual(['fault kilograms']);
    expect(codes(tracked('0.00012', energy))).toEqual(['fault energy']);
    expect(codes(tracked('13', '  hours_used: 72\n'))).toEqual(['fault kilograms']);
    expect(codes(tracked('1', '  energy_consumed: .nan\n  hours_used: 0\n'))).toEqual(['note not-checked']);
  });

  it('is warned of what is missing, and what is a placeholder counts as missing', () => {
    const text = card('330', '- **Hours used:** [More Information Needed]')
      .replace('Singapore', '"[More Information Needed]"')
      .replace('fine-tuning', 'pretraining');
    expect(codes(text)).toEqual(
      ['warning missing', 'warning training-type', 'note not-checked', 'warning placeholder'].sort((a, b) =>
        a.startsWith('note') ? 1 : b.startsWith('note') ? -1 : 0,
      ),
    );
  });
});
