import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../src/book/run-record.ts';
import { explicitIntensity } from '../../../src/grid/yearly-intensity.ts';
import type { ReportContext } from '../../../src/report/statement/context.ts';
import { allFigures } from '../../../src/report/statement/figures/all-figures.ts';
import { makeDocument } from '../../../src/report/statement/make-document.ts';
import { makeStatement } from '../../../src/report/statement/make-statement.ts';
import { pastesOf } from '../../../src/report/statement/pastes.ts';
import { badgeReport } from '../../../src/report/statement/render/badge-report.ts';
import { bibtexReport, citationsOf } from '../../../src/report/statement/render/bibtex.ts';
import { htmlReport } from '../../../src/report/statement/render/html.ts';
import { latexReport } from '../../../src/report/statement/render/latex.ts';
import { escapeLatex } from '../../../src/report/statement/render/latex-escape.ts';
import { escapeMarkdown, markdownReport } from '../../../src/report/statement/render/markdown.ts';
import { modelCardReport } from '../../../src/report/statement/render/model-card.ts';
import type { Statement } from '../../../src/report/statement/statement.ts';
import { FRANCE, run, sixRuns } from './some-runs.ts';
import { tagFaults } from '../chart/well-formed.ts';

const REFERENCES =
  '@misc{joulebook,\n title = {a}\n}\n\n@misc{henderson2020towards,\n title = {b}\n}\n\n@misc{other,\n title = {c}\n}\n';
const hash = (text: string): string => createHash('sha256').update(text).digest('base64');

function statementOf(records: readonly RunRecord[], context: ReportContext = {}): Statement {
  return makeStatement({ records, filter: 'tag:x', context, version: '1.2.3' });
}

const POWER = {
  channels: ['machine', 'attributed', 'cpu', 'gpu:0'],
  buckets: [0, 1, 2].map((at) => ({
    fromS: at,
    toS: at + 1,
    min: [90, 40, 20, 30],
    max: [120, 60, 30, 50],
    mean: [100, 50, 25, 40],
  })),
};

function pageOf(records: readonly RunRecord[], context: ReportContext = {}): string {
  const statement = statementOf(records, context);
  const figures = allFigures(statement, records, POWER);
  return htmlReport(makeDocument(statement, figures, pastesOf(statement, REFERENCES)), hash);
}

const NASTY = [
  '</title></style></script><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '\u202Egnp.exe',
  '$x_1% \\input{/etc/passwd} \\write18{id} ^^5c ~#&',
  "=cmd|' /C calc'!A0",
  '`rm -rf` | [a](javascript:alert(1)) <b>',
  '名前 emoji 🎉 العربية',
  '\ud800 half',
  'x'.repeat(10_000),
  '',
];

/** Runs whose every text is nasty. */
function nastyRuns(texts: readonly string[] = NASTY): readonly RunRecord[] {
  return texts.map((text, i) =>
    run({
      minute: i,
      name: text,
      project: text,
      command: [text, '--seed', '1'],
      params: { [text]: text, lr: i },
      metrics: { [text]: i, acc: i },
      tags: [text],
      state: i % 3 === 0 ? 'failed' : 'ok',
      intensity: { ...FRANCE, zoneName: text, source: text, url: `javascript:${text}` },
    }),
  );
}

describe('the page', () => {
  it('is well-formed, has no script, asks nobody for anything, and lets in only its own style', () => {
    for (const records of [sixRuns(), [run({})], nastyRuns()]) {
      const page = pageOf(records, { title: NASTY[0] ?? '', location: NASTY[1] ?? '' });
      expect(tagFaults(page)).toEqual([]);
      const tags = [...page.matchAll(/<[^>]*>/g)].join('');
      expect(tags).not.toMatch(
        /<script|<img|<link|<iframe|<object|\s(?:on[a-z]+|src|srcset|style)=|href="javascript:/i,
      );
      expect(page).not.toMatch(/@import|url\((?!#)/);
      const [style = ''] = /(?<=<style>)[^]*(?=<\/style>)/.exec(page) ?? [];
      expect(page).toContain(`default-src 'none'; style-src 'sha256-${hash(style)}'`);
      for (const [, url = ''] of page.matchAll(/href="([^"]*)"/g))
        expect(url).toMatch(/^(?:#[a-z-]+|https:\/\/)/);
    }
  });

  it('is the same to the byte for the same runs in any order', () => {
    const page = pageOf(sixRuns());
    fc.assert(
      fc.property(fc.shuffledSubarray([...sixRuns()], { minLength: 6 }), (shuffled) => {
        // Ids are drawn anew each time: the runs of one draw are compared.
        const [a, b] = [pageOf(shuffled), pageOf(shuffled.toReversed())];
        expect(a).toBe(b);
      }),
      { numRuns: 5 },
    );
    expect(page).toContain('<!DOCTYPE html>');
  });

  it('has each chart with a title, a sentence and a table, for wide and narrow windows', () => {
    const page = pageOf(sixRuns());
    const figures = page.split('<figure ').slice(1);
    expect(figures.map((figure) => /id="chart-([a-z]+)"/.exec(figure)?.[1])).toEqual([
      'components',
      'ledger',
      'frontier',
      'configurations',
    ]);
    for (const figure of figures) {
      expect(figure.match(/<svg /g)).toHaveLength(2);
      expect(figure).toMatch(/<h3[^]*<p class="says"><bdi>\S[^]*<table>/);
    }
  });

  it('shows the power of a run that stands alone', () => {
    expect(pageOf([run({})])).toContain('id="chart-power"');
  });

  it('says of which runs its table over time has a row', () => {
    const runs = Array.from({ length: 60 }, (_, i) => run({ minute: i }));
    expect(pageOf(runs)).toContain('One row for every 3 runs.');
  });

  it('stays small with thousands of runs, and says what is left out', () => {
    const many = Array.from({ length: 3000 }, (_, i) =>
      run({ name: `run-${i}`, params: { lr: i % 500 }, metrics: { acc: i / 3000 } }),
    );
    const page = pageOf(many);
    expect(page.length).toBeLessThan(500_000);
    expect(page).toContain('2800 more runs');
  });
});

describe('Markdown', () => {
  it('has tables whose rows have as many cells as their heads, whatever the names', () => {
    const statement = statementOf(nastyRuns());
    const text = markdownReport(makeDocument(statement, allFigures(statement, nastyRuns(), undefined)));
    const cells = (line: string): number => line.replaceAll(/\\./g, '').split('|').length;
    let head = 0;
    for (const line of text.split('\n')) {
      if (!line.startsWith('|')) head = 0;
      else if (head === 0) head = cells(line);
      else expect([line.slice(0, 80), cells(line)]).toEqual([line.slice(0, 80), head]);
    }
    expect(text).not.toMatch(/<[a-z]/i);
  });

  it('gives a figure and its interval in the same decimals, and a change with a plain sign', () => {
    const statement = statementOf(sixRuns());
    const text = markdownReport(makeDocument(statement, allFigures(statement, sixRuns(), undefined)));
    const facts = [
      ...text.matchAll(
        /^\| (?:Energy|With the building|Operational carbon) \| ([\d.]+) [^(]+\(([\d.]+)–([\d.]+)\) \|/gm,
      ),
    ];
    expect(facts).toHaveLength(3);
    const decimals = (number = ''): number => number.split('.')[1]?.length ?? 0;
    for (const [, value, low, high] of facts)
      expect([decimals(low), decimals(high)]).toEqual([decimals(value), decimals(value)]);
    expect(text).toMatch(/\| \+\d[^|]*Wh/);
    // Errors that both share have cancelled: what is left shows in the digits of the factor's ends.
    const [, middle = '', low = '', high = ''] = /× ([\d.]+) \(([\d.]+)–([\d.]+)\)/.exec(text) ?? [];
    expect([decimals(low), decimals(high)]).toEqual([decimals(middle), decimals(middle)]);
    expect(Number(low)).toBeLessThan(Number(high));
  });

  it('never says that counters saw all where they did not, and that a run was left out where one was', () => {
    const [first, ...rest] = sixRuns();
    if (first === undefined) throw new Error('six runs');
    const almost = { ...first, energy: { ...first.energy, measuredFraction: 0.99 } };
    const statement = makeStatement({
      records: [
        almost,
        ...rest.map((each) => ({ ...each, energy: { ...each.energy, measuredFraction: 1 } })),
      ],
      filter: '',
      context: {},
      version: '1',
      unread: 2,
    });
    const text = markdownReport(makeDocument(statement, []));
    expect(statement.totals.measuredFraction).toBeGreaterThan(0.995);
    expect(text).toContain('more than 99 % of the chips’ energy read from counters');
    expect(text).toContain('2 runs are damaged in the book and could not be read');
  });

  it('lets no markup through', () => {
    expect(escapeMarkdown('[a](javascript:x) **b** `c` <d> # e | f')).toBe(
      '\\[a\\](javascript:x) \\*\\*b\\*\\* \\`c\\` &lt;d&gt; \\# e \\| f',
    );
    expect(escapeMarkdown('https://evil.example @all')).toBe('https&#58;//evil.example &#64;all');
    expect([escapeMarkdown('1. a'), escapeMarkdown('1.2 mg'), escapeMarkdown('- a')]).toEqual([
      '1\\. a',
      '1.2 mg',
      '\\- a',
    ]);
  });
});

describe('LaTeX', () => {
  /** Commands that may come out of an escaped text. */
  const ALLOWED =
    /^(?:\\(?:text[a-z]+|dots|ss|ae|AE|o|O|oe|OE|aa|AA|l|L|pm|times|cdot|le|ge|mu|circ)(?![a-zA-Z])|\\[`'^~="uvcrH.]\{(?:[A-Za-z]|\\[ij])\}|\\[{}$&#%_]|\$\\[a-z]+\$|\$\^\\circ\$|\$[_^][23]\$|\$-\$|\{\}|\{-\}|[ -#'-[\]_-z|])*$/;

  it('is ASCII without a command, a comment or a group that a name brought in', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...NASTY)), (text) => {
        const escaped = escapeLatex(text);
        expect(escaped).toMatch(/^[\u0020-\u007e]*$/);
        expect(escaped).not.toMatch(/(?<!\\)[%#&]|\\(?:input|write|def|catcode|csname|end|begin)\b|\^\^/);
        const stripped = escaped.replaceAll(/\\[{}]/g, '');
        expect(stripped.split('{').length).toBe(stripped.split('}').length);
      }),
      { numRuns: 500 },
    );
    expect('50 \\% of \\textbackslash{}input\\{x\\}').toMatch(ALLOWED);
    expect(escapeLatex('50 % of \\input{x}')).toBe('50 \\% of \\textbackslash{}input\\{x\\}');
    expect(escapeLatex('Müller–Łódź 1.4 ± 0.1 µg CO₂e 🎉')).toBe(
      "M\\\"{u}ller\\textendash{}\\L{}\\'{o}d\\'{z} 1.4 $\\pm$ 0.1 $\\mu$g CO$_2$e [U+1F389]",
    );
  });

  it('keeps a hyphen as it is, and two of them apart', () => {
    expect(escapeLatex('life-cycle, wall-clock')).toBe('life-cycle, wall-clock');
    expect(escapeLatex('t --lr ---')).toBe('t -{}-lr -{}-{}-');
    const text = latexReport(statementOf(sixRuns()));
    expect(text).toContain('The total wall-clock time of all experiments was');
    expect(text).not.toContain('{-}');
  });

  it('says how many configurations its table leaves out', () => {
    const many = Array.from({ length: 23 }, (_, i) => run({ params: { lr: i } }));
    expect(latexReport(statementOf(many))).toContain('Not shown: 3 more.}');
    expect(latexReport(statementOf(many.slice(3)))).not.toContain('Not shown');
  });

  it('has balanced environments and cites what the BibTeX has', () => {
    for (const records of [sixRuns(), nastyRuns()]) {
      const statement = statementOf(records);
      const text = latexReport(statement);
      const environments = (kind: string): number => text.split(`\\${kind}{tabular}`).length;
      expect(environments('begin')).toBe(environments('end'));
      for (const row of text.split('\n').filter((line) => line.endsWith('\\\\'))) expect(row).toMatch(/ & /);
      expect(text).toContain(`\\cite{${citationsOf(statement).join(',')}}`);
    }
    expect(bibtexReport(statementOf(sixRuns()), REFERENCES)).toBe(
      REFERENCES.replace(/\n@misc\{other[^]*/, ''),
    );
  });
});

describe('the model card', () => {
  it('has grams, and reads back as what was meant whatever the names', () => {
    const card = modelCardReport(
      statementOf(sixRuns(), { trainingType: 'fine-tuning', location: NASTY[5] ?? '' }),
    );
    const read = load(card.ok ? card.value : '') as { co2_eq_emissions: Record<string, unknown> };
    expect(read.co2_eq_emissions).toMatchObject({
      emissions: 9,
      training_type: 'fine-tuning',
      geographical_location: NASTY[5],
    });
    expect(read.co2_eq_emissions['source']).toMatch(
      /^joulebook 1\.2\.3, measured while running, grade A; runs: 6 reported; 90% interval/,
    );
  });

  it('claims no kind of training that nobody has said', () => {
    const card = modelCardReport(statementOf(sixRuns()));
    const read = load(card.ok ? card.value : '') as { co2_eq_emissions: Record<string, unknown> };
    expect(read.co2_eq_emissions).not.toHaveProperty('training_type');
    expect(card.ok && card.value).toContain('# training_type: ');
  });

  it('names no place where an intensity was given without one', () => {
    const card = modelCardReport(statementOf([run({ intensity: explicitIntensity(56) })]));
    expect(card.ok && card.value).toMatch(/^ {2}emissions: /m);
    expect(card.ok && card.value).not.toContain('geographical_location');
  });

  it('writes small and large numbers so that YAML 1.1 reads numbers', () => {
    for (const co2G of [1.5e-9, 0.00003, 12, 3.2e7, 5e21]) {
      const card = modelCardReport(statementOf([run({ co2G })]));
      const [, number = ''] = /emissions: (\S+)/.exec(card.ok ? card.value : '') ?? [];
      expect(number).toMatch(/^\d+(?:\.\d+)?$/);
      expect(Number(number) / co2G).toBeCloseTo(1, 5);
    }
  });

  it('is refused where there is no one number', () => {
    expect(modelCardReport(statementOf([run({ co2G: null })]))).toMatchObject({
      ok: false,
      error: { code: 'E_NOT_FOUND' },
    });
    const marginal = { ...FRANCE, basis: 'marginal' } as const;
    expect(modelCardReport(statementOf([run({}), run({ minute: 1, intensity: marginal })])).ok).toBe(false);
  });
});

describe('the badge', () => {
  it('is a drawing that says energy, carbon and grade', () => {
    const badge = badgeReport(statementOf([run({ energyJ: 3.6e6, co2G: 50 })]));
    expect(tagFaults(badge)).toEqual([]);
    expect(badge).toContain('aria-label="joulebook: 1.0 kWh · 50 g CO₂e · grade A"');
  });
});
