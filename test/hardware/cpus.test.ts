import { describe, expect, it } from 'vitest';
import { matchCpu } from '../../src/hardware/cpus.io.ts';
import { cpuTdp } from '../../src/hardware/cpu-table.io.ts';
import { csvRows } from '../../src/hardware/csv-rows.ts';
import type { CpuFacts } from '../../src/hardware/hardware-rows.ts';
import { packageText } from '../../src/host/package-data.io.ts';
import { realHost } from '../../src/host/real-host.io.ts';

const host = realHost({ cwd: '/', home: undefined, env: {} });

function found(text: string): CpuFacts {
  const match = matchCpu(host, text);
  if (match.kind !== 'found') throw new Error(`"${text}" is ${match.kind}`);
  return match.value;
}

describe('names of CPUs as people, the kernel, lscpu, clouds and SPEC write them', () => {
  it.each([
    ['xeon 8380', 'intel xeon platinum 8380'],
    ['epyc 9654', 'amd epyc 9654'],
    ['i7-12700k', 'intel core i7-12700k'],
    ['core i9 9900K', 'intel core i9-9900k'],
    ['ryzen 5950x', 'amd ryzen 9 5950x'],
    ['threadripper pro 5995wx', 'amd ryzen threadripper pro 5995wx'],
    ['m2 max', 'apple m2 max'],
    ['Apple M1', 'apple m1'],
    ['M1 Pro', 'apple m1 pro'],
    ['Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz', 'intel xeon e5-2686 v4'],
    ['xeon e5 2686v4', 'intel xeon e5-2686 v4'],
    ['Xeon E5-2630v4', 'intel xeon e5-2630 v4'],
    ['Intel Xeon E5-2660', 'intel xeon e5-2660'],
    ['AMD EPYC 7R32', 'amd epyc 7r32'],
    ['AMD EPYC 7763 64-Core Processor', 'amd epyc 7763'],
    ['Model name:   AMD EPYC 7763 64-Core Processor', 'amd epyc 7763'],
    ['Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz', 'intel xeon platinum 8259cl'],
    ['Intel(R) Xeon(R) Platinum 8480+', 'intel xeon platinum 8480+'],
    ['platinum 8480', 'intel xeon platinum 8480+'],
    ['12th Gen Intel(R) Core(TM) i7-12700K', 'intel core i7-12700k'],
    ['Intel(R) Core(TM) Ultra 7 155H', 'intel core ultra 7 155h'],
    ['ultra 7 155h', 'intel core ultra 7 155h'],
    ['AMD FX(tm)-8350 Eight-Core Processor', 'amd fx-8350'],
    ['AMD Opteron 6276, 2.3 GHz', 'amd opteron 6276'],
    ['Intel Xeon X5670 2.93GHz', 'intel xeon x5670'],
    ['AWS Graviton 2', 'aws graviton2'],
    ['Xeon Max 9480', 'intel xeon max 9480'],
    ['Intel Xeon 6980P', 'intel xeon 6980p'],
  ])('%s', (text, key) => expect(found(text).key).toBe(key));

  it.each([
    '',
    'Intel(R) Xeon(R) CPU @ 2.20GHz',
    'AMD EPYC Processor',
    'Intel Xeon Processor (Skylake, IBRS)',
    'Neoverse-N1',
    'xyzzy',
  ])('nothing is guessed for "%s"', (text) =>
    expect(matchCpu(host, text)).toEqual({ kind: 'unknown', nearest: [] }),
  );

  it('an unknown number gives what is spelt alike, of its family first', () => {
    const match = matchCpu(host, 'Xeon Platinum 8381');
    expect(match.kind === 'unknown' && match.nearest.map(({ name }) => name)).toContain(
      'Intel Xeon Platinum 8380',
    );
  });

  it('a number of several families lists them; an E5 without its version is its generations', () => {
    const match = matchCpu(host, '6140');
    expect(match.kind === 'ambiguous' && match.candidates.map(({ key }) => key)).toEqual([
      'intel xeon gold 6140',
      'amd opteron 6140',
    ]);
    expect(matchCpu(host, 'Xeon E5-2699')).toMatchObject({
      kind: 'found',
      how: 'family',
      value: { tdpW: 145 },
    });
    expect(matchCpu(host, 'Xeon E5-2683').kind).toBe('found');
  });

  it('a number of CPUs in front is not lost without a word', () => {
    const match = matchCpu(host, '2x Intel Xeon Gold 6148');
    expect(match).toMatchObject({ kind: 'found', value: { tdpW: 150 } });
    expect(match.kind === 'found' && match.note).toContain('sockets');
  });
});

describe('what a name says of its generation', () => {
  it.each([
    ['Xeon E5-2699 v4', 'intel', 'server', 2016, 22],
    ['Xeon Platinum 8180', 'intel', 'server', 2017, 28],
    ['Xeon Gold 6248R', 'intel', 'server', 2020, 24],
    ['Xeon Platinum 8380', 'intel', 'server', 2021, 40],
    ['Xeon Platinum 8592+', 'intel', 'server', 2023, 64],
    ['Xeon 6780E', 'intel', 'server', 2024, 144],
    ['EPYC 7601', 'amd', 'server', 2017, 32],
    ['EPYC 7742', 'amd', 'server', 2019, 64],
    ['EPYC 7763', 'amd', 'server', 2021, 64],
    ['EPYC 9654', 'amd', 'server', 2022, 96],
    ['EPYC 9755', 'amd', 'server', 2024, 128],
    ['Core i7-6700K', 'intel', 'desktop', 2015, 4],
    ['Core i5-8250U', 'intel', 'laptop', 2017, 4],
    ['Core i9-13900K', 'intel', 'desktop', 2022, 24],
    ['Ryzen 9 7950X', 'amd', 'desktop', 2022, 16],
    ['Graviton3', 'arm', 'server', 2022, 64],
    ['M2 Ultra', 'apple', 'desktop', 2023, 24],
  ])('%s', (text, vendor, segment, year, coresPerSocket) =>
    expect(found(text)).toMatchObject({ vendor, segment, year, coresPerSocket }),
  );

  it('the text search of a run tells the year as well', () =>
    expect(cpuTdp('AMD EPYC 7763 64-Core Processor')).toMatchObject({ tdpW: 280, year: 2021 }));

  it('every row is found by its own name, with its own power', () => {
    for (const { cells } of csvRows(packageText('data/hardware/cpus.csv')).rows) {
      expect(cpuTdp(cells['name'] ?? '')?.tdpW).toBe(Number(cells['tdp_w']));
    }
  });

  it('every row has a source, its year and licence; a judged power says so', () => {
    const { rows } = csvRows(packageText('data/hardware/cpus.csv'));
    expect(
      rows.filter(
        ({ cells: c }) => c['source'] === '' || c['licence'] === '' || !(Number(c['source_year']) > 2000),
      ),
    ).toEqual([]);
    expect(found('xeon 8380').from).toMatchObject({
      licence: 'MIT',
      year: 2026,
      source: expect.stringContaining('CodeCarbon'),
    });
    expect(found('graviton3').from).toMatchObject({
      licence: 'own judgement',
      source: expect.stringContaining('judged'),
    });
  });

  it('most servers have their year', () => {
    const servers = csvRows(packageText('data/hardware/cpus.csv')).rows.filter(
      ({ cells }) => cells['segment'] === 'server',
    );
    const dated = servers.filter(({ cells }) => cells['year'] !== '');
    expect(dated.length / servers.length).toBeGreaterThan(0.8);
  });
});
