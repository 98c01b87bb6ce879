import { describe, expect, it } from 'vitest';
import { cpuGeneration, cpuVendor } from '../../../src/meters/model/cpu-generation.ts';
import { modelTables } from '../../../src/meters/model/model-tables.io.ts';

const { generations } = modelTables();
const of = (name: string): readonly [string | undefined, number | undefined] => {
  const found = cpuGeneration(name, generations);
  return [found?.id, found?.year];
};

describe('the generation that a name tells', () => {
  it.each([
    ['Intel(R) Xeon(R) Platinum 8380 CPU @ 2.30GHz', 'icelake', 2021],
    ['Intel(R) Xeon(R) Platinum 8380H CPU @ 2.90GHz', 'skylake', 2020],
    ['Intel(R) Xeon(R) Gold 6148 CPU @ 2.40GHz', 'skylake', 2017],
    ['Intel Xeon Platinum 8280 2.70GHz', 'skylake', 2019],
    ['INTEL(R) XEON(R) PLATINUM 8480+', 'sapphire-rapids', 2023],
    ['Intel(R) Xeon(R) 8480+', 'sapphire-rapids', 2023],
    ['Intel(R) Xeon(R) CPU E5-2686 v4 @ 2.30GHz', 'haswell', 2016],
    ['Intel Xeon E5-2660V2', 'sandybridge', 2013],
    ['Intel(R) Xeon(R) CPU E5-2660 0 @ 2.20GHz', 'sandybridge', 2012],
    ['Intel(R) Xeon(R) CPU           X5670  @ 2.93GHz', 'nehalem', 2010],
    ['Intel Xeon L5420 (2.5GHz)', 'core', 2007],
    ['Intel Xeon 6787P Processor', 'granite-rapids', 2025],
    ['Intel(R) Xeon(R) 6980P', 'granite-rapids', 2024],
    ['Intel Xeon-D 2776NT', 'icelake', 2022],
    ['Intel Xeon E E-2488', 'skylake-client', 2023],
    ['AMD EPYC 7742 64-Core Processor', 'zen2-3', 2019],
    ['AMD EPYC 7R32', 'zen2-3', 2019],
    ['AMD EPYC 7763 64-Core Processor', 'zen2-3', 2021],
    ['AMD EPYC 7571', 'zen1', 2017],
    ['AMD EPYC 9654 96-Core Processor', 'zen4', 2022],
    ['AMD EPYC 9965 192-Core Processor', 'zen4', 2024],
    ['Quad-Core AMD Opteron(tm) Processor 8376 HE', 'k10', 2008],
    ['AMD Opteron(tm) Processor 6276', 'bulldozer', 2011],
    ['Ampere(R) Altra(R) Max M128-30', 'arm', 2021],
    ['Neoverse-V1', 'arm', 2022],
    ['11th Gen Intel(R) Core(TM) i7-1165G7 @ 2.80GHz', 'skylake-client', 2021],
    ['Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz', 'skylake-client', 2017],
    ['AMD Ryzen 9 7950X 16-Core Processor', 'zen4', 2022],
    ['Intel(R) N100', 'board', undefined],
    ['Apple M2 Max', 'apple', undefined],
    ['Acme 9000', undefined, undefined],
  ])('%s', (name, id, year) => {
    expect(of(name)).toEqual([id, year]);
  });
  it('the small one-socket platform is told from the large one of the same generation', () => {
    const entry = (name: string): boolean | undefined => cpuGeneration(name, generations)?.entry;
    expect(entry('Intel Xeon E3-1270')).toBe(true);
    expect(entry('Intel Xeon E5-2670')).toBe(false);
    expect(entry('Intel Xeon X3470')).toBe(true);
    expect(entry('Intel Xeon X5570')).toBe(false);
    expect(entry('AMD EPYC 4564P')).toBe(true);
  });
  it('every rule is a pattern, written once', () => {
    for (const { match } of generations.rules) expect(() => new RegExp(match)).not.toThrow();
    expect(new Set(generations.rules.map(({ match }) => match)).size).toBe(generations.rules.length);
  });
  it('the maker is told from the name', () => {
    expect(cpuVendor('AMD EPYC 7R32')).toBe('amd');
    expect(cpuVendor('Xeon Gold 6148')).toBe('intel');
    expect(cpuVendor('Neoverse-N1')).toBe('other');
  });
});
