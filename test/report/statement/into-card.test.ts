import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { intoCard } from '../../../src/report/statement/render/into-card.ts';

const BLOCK =
  'co2_eq_emissions:\n  emissions: 9\n  source: "joulebook"\n  # training_type: "pre-training" or "fine-tuning": no run says which\n';

function merged(card: string, block = BLOCK): string {
  const made = intoCard(card, block);
  if (!made.ok) throw new Error(made.error.what);
  return made.value;
}

const inFront = (card: string): unknown => load(/^\ufeff?---\r?\n([^]*?)^---/m.exec(card)?.[1] ?? '');

describe('the emissions in a model card', () => {
  it('are added behind what stands there, of which every byte stays', () => {
    const [head, tail] = [
      '---\nlicense: mit # mine\n# by hand\ntags: [a,   b]\n',
      '---\n# Text\n\n---\nrule  \n',
    ];
    expect(merged(head + tail)).toBe(head + BLOCK + tail);
    expect(merged('---\nlicense: mit\n...\n')).toBe(`---\nlicense: mit\n${BLOCK}...\n`);
    expect(merged(`\n \n${head}${tail}`)).toBe(`\n \n${head}${BLOCK}${tail}`);
    expect(merged('---\n---\nText')).toBe(`---\n${BLOCK}---\nText`);
  });

  it('take the place of what was said of them', () => {
    for (const old of [
      'co2_eq_emissions: 12\n',
      'co2_eq_emissions:\n',
      'co2_eq_emissions: # open\n  emissions: 1 # g\n\n  source: x\n',
      '"co2_eq_emissions": {emissions: 1,\n  source: x}\n',
      'co2_eq_emissions:\n- emissions: 1\n- source: x\n',
      'co2_eq_emissions: |\n  much\n  more\n',
    ])
      for (const after of ['', '# of the tags\ntags: [a]\n'])
        expect(merged(`---\nlicense: mit\n${old}${after}---\nText\n`)).toBe(
          `---\nlicense: mit\n${BLOCK}${after}---\nText\n`,
        );
  });

  it('keep the keys that no run knows', () => {
    const card = merged(
      '---\nco2_eq_emissions:\n    emissions: 1\n    training_type: fine-tuning\n    note: {a: 1}\n    hardware_used: ""\nlicense: mit\n---\n',
    );
    expect(inFront(card)).toEqual({
      co2_eq_emissions: {
        emissions: 9,
        source: 'joulebook',
        training_type: 'fine-tuning',
        note: { a: 1 },
        hardware_used: '',
      },
      license: 'mit',
    });
    expect(card).not.toContain('no run says');
  });

  it('leave nothing of the measurement that they replace', () => {
    const card = merged(
      '---\nco2_eq_emissions:\n  emissions: 196.7\n  energy_consumed: 0.506\n  source: codecarbon\n  training_type: fine-tuning\n  on_cloud: false\n  cpu_model: i7\n  ram_total_size: 31.8\n  hours_used: 3.163\n---\n',
    );
    expect(inFront(card)).toEqual({
      co2_eq_emissions: { emissions: 9, source: 'joulebook', training_type: 'fine-tuning' },
    });
  });

  it('follow an alias in what they keep', () => {
    const card = merged(
      '---\nkind: &kind fine-tuning\nco2_eq_emissions: {emissions: 1, training_type: *kind}\n---\n',
    );
    expect(inFront(card)).toMatchObject({ co2_eq_emissions: { training_type: 'fine-tuning' } });
  });

  it('make a card where there is none, and front matter where there was none', () => {
    expect(merged('')).toBe(`---\n${BLOCK}---\n`);
    expect(merged('# Model\n---\n')).toBe(`---\n${BLOCK}---\n# Model\n---\n`);
  });

  it('keep Windows line ends and a byte order mark', () => {
    const windows = BLOCK.replaceAll('\n', '\r\n');
    expect(merged('\ufeff---\r\nlicense: mit\r\nco2_eq_emissions: 2\r\ntags: []\r\n---\r\nText\r\n')).toBe(
      `\ufeff---\r\nlicense: mit\r\n${windows}tags: []\r\n---\r\nText\r\n`,
    );
    expect(merged('\ufeffText\r\n')).toBe(`\ufeff---\r\n${windows}---\r\nText\r\n`);
  });

  it('come to the same the second time', () => {
    for (const card of ['', '# Text', '---\na: 1\n---\n', '---\r\na: 1\r\n---\r\n'])
      expect(merged(merged(card))).toBe(merged(card));
  });

  it('are not put into what cannot be read', () => {
    for (const [card, why] of [
      ['---\nlicense: mit\n# Text\n', /no second line of ---/],
      ['---\nlicense: [mit\n---\n', /./],
      ['---\na: 1\na: 2\n---\n', /unique/],
      ['---\n{license: mit}\n---\n', /no map with a key on each line/],
      ['---\n- a\n---\n', /no map/],
      ['---\nco2_eq_emissions: &x {emissions: 1}\nother: *x\n---\n', /alias/],
    ] as const) {
      const made = intoCard(card, BLOCK);
      expect(made).toMatchObject({ ok: false, error: { code: 'E_IMPORT' } });
      expect(!made.ok && made.error.why).toMatch(why);
    }
  });
});
