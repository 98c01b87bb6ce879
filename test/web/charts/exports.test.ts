import { describe, expect, it } from 'vitest';
import { csvOf, jsonOf } from '../../../web/charts/frame/data-file.ts';
import { standalone } from '../../../web/charts/frame/drawing-file.ts';

const FACTS = {
  title: 'Where <b> the joules went',
  sentence: 'GPU used 71 %.',
  unit: 'Wh',
  source: 'nvml & rapl',
  filter: 'name:"=cmd"',
  date: '2026-11-26',
  version: '0.1.0',
};

describe('the export of a chart', () => {
  it('quotes and guards texts in CSV and leaves numbers as they are', () => {
    const rows = [
      ['=cmd|calc', -1.5, null],
      ['a,"b"\nc', 1e-12, 0],
    ];
    expect(csvOf(['name', 'energy_wh', 'band'], rows)).toBe(
      'name,energy_wh,band\r\n\'=cmd|calc,-1.5,\r\n"a,""b""\nc",1e-12,0\r\n',
    );
  });

  it('says in JSON what the rows are', () => {
    expect(JSON.parse(jsonOf(['name', 'w'], [['a', null]], { unit: 'W' }))).toEqual({
      unit: 'W',
      rows: [{ name: 'a', w: null }],
    });
  });

  it('draws alone, without variables, with title, unit, source, filter, date and version in it', () => {
    const { svg, width } = standalone(
      { svg: '<path stroke="var(--gpu)" fill="var(--unknown)"/>', width: 300, height: 100 },
      FACTS,
    );
    expect(width).toBe(332);
    expect(svg).toContain('stroke="#0547aa"');
    expect(svg).toContain('var(--unknown)');
    expect(svg).toContain('Where &lt;b&gt; the joules went');
    for (const said of [
      'Unit: Wh',
      'nvml &amp; rapl',
      'name:&quot;=cmd&quot;',
      '2026-11-26',
      'joulebook 0.1.0',
    ])
      expect(svg).toContain(said);
  });
});
