import { describe, expect, it } from 'vitest';
import { filterFromWords, parseFilter, parseSort } from '../../src/book/filter-parse.ts';
import { matches } from '../../src/book/filter-match.ts';
import { ordered } from '../../src/book/order-rows.ts';
import { rowOf } from '../../src/book/index-row.ts';
import type { Problem } from '../../src/errors.ts';
import { aRecord, type RecordWishes } from './a-record.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const names = { metrics: ['acc', 'loss', 'both', 'val acc', 'time'], params: ['lr', 'opt', 'flag', 'both'] };
const context = { nowMs: NOW, names };

function row(wishes: RecordWishes = {}): ReturnType<typeof rowOf> {
  return rowOf(aRecord(wishes), 'runs/x');
}

function found(filter: string, wishes: RecordWishes): boolean {
  const parsed = parseFilter(filter, context);
  if (!parsed.ok) throw new Error(`${filter}: ${parsed.error.what} ${parsed.error.why ?? ''}`);
  return matches(parsed.value.where, row(wishes));
}

function refused(filter: string): Problem {
  const parsed = parseFilter(filter, context);
  if (parsed.ok) throw new Error(`${filter} was understood: ${JSON.stringify(parsed.value)}`);
  expect(parsed.error.code).toBe('E_FILTER');
  return parsed.error;
}

/** The problem's place, drawn under the text as a terminal would. */
function underlined(filter: string): string {
  const { at } = refused(filter);
  expect(at?.text).toBe(filter);
  return ' '.repeat((at?.column ?? 0) - 1) + '^'.repeat(at?.length ?? 0);
}

describe('a filter', () => {
  it.each<[string, RecordWishes, RecordWishes]>([
    ['project:bert', { project: 'BERT' }, { project: 'bert2' }],
    ['project:bert,gpt', { project: 'gpt' }, { project: 't5' }],
    ['name:calm*', { name: 'calm-otter' }, { name: 'becalm' }],
    ['name:"calm*"', { name: 'calm*' }, { name: 'calm-otter' }],
    ['name:c?t', { name: 'cat' }, { name: 'coat' }],
    ['name:"a b",c', { name: 'a b' }, { name: 'a' }],
    [String.raw`name:"say \"hi\""`, { name: 'say "hi"' }, { name: 'say hi' }],
    ['state:failed', { state: 'failed' }, { state: 'ok' }],
    ['-state:failed', { state: 'ok' }, { state: 'failed' }],
    ['!state:failed,lost', { state: 'ok' }, { state: 'lost' }],
    ['state!=ok', { state: 'lost' }, { state: 'ok' }],
    ['grade:A,B', { grade: 'B' }, { grade: 'C' }],
    ['quality:c', { grade: 'C' }, { grade: 'D' }],
    ['kind:command', { kind: 'command' }, { kind: 'trial' }],
    ['energy>0.5kWh', { energyJ: 1.9e6 }, { energyJ: 1.8e6 }],
    ['energy>0', { energyJ: 1 }, { energyJ: 0 }],
    ['energy<=1Wh', { energyJ: 3600 }, { energyJ: 3601 }],
    ['-energy<=1Wh', { energyJ: null }, { energyJ: 3600 }],
    ['energy:1Wh..2Wh', { energyJ: 7200 }, { energyJ: 7201 }],
    ['energy:1Wh..', { energyJ: 3600 }, { energyJ: 3599 }],
    ['co2>=200g', { co2G: 200 }, { co2G: 199 }],
    ['co2>=0.2kg', { co2G: 200 }, { co2G: null }],
    ['power<100W', { energyJ: 60, durationS: 60 }, { energyJ: 60_000, durationS: 60 }],
    ['duration>10m', { durationS: 601 }, { durationS: 600 }],
    ['duration>1h30m', { durationS: 5401 }, { durationS: 5400 }],
    ['exit:1', { exitCode: 1 }, { exitCode: 0 }],
    ['acc>=0.90', { metrics: { acc: 0.9 } }, { metrics: { acc: 0.89 } }],
    ['metric.acc>0.9', { metrics: { acc: 0.91 } }, { metrics: {} }],
    ['metric.both=1', { metrics: { both: 1 } }, { params: { both: 1 } }],
    ['"val acc">0.5', { metrics: { 'val acc': 0.6 } }, { metrics: { 'val acc': 0.5 } }],
    ['metric.time<2', { metrics: { time: 1 } }, { metrics: { time: 3 } }],
    ['param.lr<1e-3', { params: { lr: 0.0005 } }, { params: { lr: 0.001 } }],
    ['lr:1e-3', { params: { lr: '0.001' } }, { params: { lr: 0.01 } }],
    ['lr:1e-4..1e-3', { params: { lr: 0.001 } }, { params: { lr: 0.01 } }],
    ['opt:adam*', { params: { opt: 'AdamW' } }, { params: { opt: 'sgd' } }],
    ['flag:true', { params: { flag: true } }, { params: { flag: false } }],
    ['tag:ablation', { tags: ['x', 'Ablation'] }, { tags: ['ablations'] }],
    ['-tag:a,b', { tags: ['c'] }, { tags: ['c', 'b'] }],
    ['host:gpu01', {}, { environment: { hostname: 'gpu02' } }],
    ['commit:abcdef', {}, { git: null }],
    ['text', { name: 'a-text-b' }, { name: 'other' }],
    ['"free text"', { notes: [{ text: 'some Free Text', at: '' }] }, { name: 'free' }],
    ['-"train.py"', { command: ['other'] }, { command: ['python', 'train.py'] }],
    ["train's", { command: ["train's"] }, {}],
    ['start>-7d', { startedAt: '2026-11-14T00:00:00Z' }, { startedAt: '2026-11-13T00:00:00Z' }],
    ['start:-7d', { startedAt: '2026-11-14T00:00:00Z' }, { startedAt: '2026-11-13T00:00:00Z' }],
    ['start<-1h30m', { startedAt: '2026-11-20T10:29:00Z' }, { startedAt: '2026-11-20T10:31:00Z' }],
    ['start:today', { startedAt: '2026-11-20T00:00:00Z' }, { startedAt: '2026-11-19T23:59:59Z' }],
    ['start:yesterday', { startedAt: '2026-11-19T00:00:00Z' }, { startedAt: '2026-11-20T00:00:00Z' }],
    ['start:2026-11-01', { startedAt: '2026-11-01T23:59:59Z' }, { startedAt: '2026-11-02T00:00:00Z' }],
    ['start>2026-11-01', { startedAt: '2026-11-02T00:00:00Z' }, { startedAt: '2026-11-01T23:00:00Z' }],
    ['start>=2026-11-01', { startedAt: '2026-11-01T00:00:00Z' }, { startedAt: '2026-10-31T23:59:59Z' }],
    ['start<=2026-11', { startedAt: '2026-11-30T23:00:00Z' }, { startedAt: '2026-12-01T00:00:00Z' }],
    ['start:2026', { startedAt: '2026-12-31T00:00:00Z' }, { startedAt: '2025-12-31T00:00:00Z' }],
    ['start:2026-11-01T12:30', { startedAt: '2026-11-01T12:30:59Z' }, { startedAt: '2026-11-01T12:31:00Z' }],
    [
      'start>=2026-11-01T12:30+02:00',
      { startedAt: '2026-11-01T10:30:00Z' },
      { startedAt: '2026-11-01T10:29:00Z' },
    ],
    [
      'start:2026-11-01..2026-11-03',
      { startedAt: '2026-11-03T23:00:00Z' },
      { startedAt: '2026-11-04T00:00:00Z' },
    ],
  ])('%s', (filter, yes, no) => {
    expect(found(filter, yes)).toBe(true);
    expect(found(filter, no)).toBe(false);
  });

  it('joins words by AND and finds everything when empty', () => {
    expect(found('  ', {})).toBe(true);
    expect(found('project:demo state:ok', {})).toBe(true);
    expect(found('project:demo state:failed', {})).toBe(false);
  });

  it('finds an id by its beginning and by its end', () => {
    const id = '01JB5C3EM0ABCDEFGHJKMNPQRS';
    expect(found('id:01jb5c', { id })).toBe(true);
    expect(found('id:mnpqrs', { id })).toBe(true);
    expect(found('id:C3EM0', { id })).toBe(false);
  });

  it('sorts by any key, unknown values last either way, then newest first', () => {
    const early = row({ name: 'b', metrics: { acc: 1 }, startedAt: '2026-11-01T00:00:00Z' });
    const late = row({ name: 'a', metrics: { acc: 2 }, startedAt: '2026-11-02T00:00:00Z' });
    const none = row({ name: 'c', startedAt: '2026-11-03T00:00:00Z' });
    const order = (sort: string): string => {
      const keys = parseSort(sort, context);
      if (!keys.ok) throw new Error(keys.error.what);
      return ordered([early, late, none], keys.value)
        .map((one) => one.name)
        .join('');
    };
    expect(order('')).toBe('cab');
    expect(order('acc')).toBe('bac');
    expect(order('-acc')).toBe('abc');
    expect(order('name')).toBe('abc');
    expect(order('state,-name')).toBe('cba');
    const inFilter = parseFilter('state:ok sort:-energy,start', context);
    expect(inFilter.ok && inFilter.value.sort).toEqual([
      { by: { field: 'energy' }, descending: true },
      { by: { field: 'start' }, descending: false },
    ]);
  });
});

describe('a filter that is not understood', () => {
  it('points at an unknown key and offers the nearest', () => {
    const filter = 'state:ok enrgy>1Wh';
    expect(underlined(filter)).toBe('         ^^^^^');
    expect(refused(filter).fix).toBe('Did you mean `energy`?');
    expect(refused('http://x').fix).toContain('quotes');
  });

  it('never takes an unknown metric or parameter for an empty answer', () => {
    expect(refused('metric.lss<1').fix).toBe('Did you mean `metric.loss`?');
    expect(refused('param.rl<1').why).toBe('There are: lr, opt, flag, both.');
    expect(refused('ac>1').fix).toBe('Did you mean `acc`?');
    const empty = parseFilter('metric.x>1', { nowMs: NOW });
    expect(empty.ok).toBe(true); // an empty book cannot know
  });

  it('names the candidates of a key that is two things', () => {
    expect(refused('both>1').fix).toBe('Write `metric.both` or `param.both`.');
  });

  it.each([
    ['energy>5kW', '       ^^^', 'Write an energy such as `5 kWh`.'],
    ['energy>5', '       ^', 'Say which: `5 J`, `5 Wh`, `5 kWh`.'],
    ['co2>1kWh', '    ^^^^', 'Write a mass such as `10 g`.'],
    ['acc>high', '    ^^^^', 'Write digits'],
    ['lr<small', '   ^^^^^', 'Write a number such as'],
    ['state:faild', '      ^^^^^', 'Did you mean `state:failed`?'],
    ['grade>B', '      ^', 'Write `grade:B`'],
    ['name<b', '     ^', 'Write `name:b`'],
    ['tag>b', '    ^', 'Write `tag:b`'],
    ['energy>1Wh,2Wh', '^^^^^^^^^^^^^^', 'Write one value'],
    ['start:2026-02-30', '      ^^^^^^^^^^', 'Write a date'],
    ['start>soon', '      ^^^^', 'Write a date'],
    ['energy > 5', '       ^', 'without spaces'],
    ['energy>', '^^^^^^^', 'without spaces'],
    ['grade:A,', '^^^^^^^^', 'without spaces'],
    ['name:"a b', '     ^^^^', 'Close it with "'],
    ['sort:-tag', '      ^^^', 'Sort by another key.'],
    ['sort:foo', '     ^^^', 'quotes'],
    ['energy:..', '       ^^', ''],
  ])('%s', (filter, line, fix) => {
    expect(underlined(filter)).toBe(line);
    expect(refused(filter).fix ?? '').toContain(fix);
    expect(refused(filter).what).not.toBe('');
  });
});

describe('words of a command line', () => {
  it('become one filter again', () => {
    expect(filterFromWords(['state:ok', 'free text', 'name:"a b"', 'energy>1Wh state:ok'])).toBe(
      'state:ok "free text" name:"a b" energy>1Wh state:ok',
    );
  });
});

describe('a place', () => {
  const inZone = (zone: string, zoneName: string, cloud: string | null = null) => ({
    ...row(),
    zone,
    zoneName,
    cloud,
  });
  const quebec = inZone('CA-QC', 'Québec');
  const ireland = inZone('IRL', 'Ireland', 'aws:eu-west-1');
  const france = inZone('FRA', 'France');
  const zoneOf = (text: string) => (text === 'FR' ? 'FRA' : undefined);
  const places = (filter: string): string[] => {
    const parsed = parseFilter(filter, { ...context, zoneOf });
    if (!parsed.ok) throw new Error(parsed.error.what);
    return [quebec, ireland, france]
      .filter((one) => matches(parsed.value.where, one))
      .map(({ zone }) => zone);
  };
  it.each([
    ['region=CA-QC', ['CA-QC']],
    ['region:Quebec', ['CA-QC']],
    ['zone:québec', ['CA-QC']],
    ['region:que*', ['CA-QC']],
    ['region=aws:eu-west-1', ['IRL']],
    ['region=eu-west-1', ['IRL']],
    ['region:aws:*', ['IRL']],
    ['region:FR', ['FRA']],
    ['region:FR,quebec', ['CA-QC', 'FRA']],
    ['region!=FR', ['CA-QC', 'IRL']],
    ['zone.name:Québec', ['CA-QC']],
    ['cloud:aws*', ['IRL']],
    ['region:nowhere', []],
  ])('%s', (filter, zones) => expect(places(filter)).toEqual(zones));

  it('an ambiguous or unknown place is looked for as it is written', () => {
    expect(places('region:west')).toEqual([]);
  });
});

describe('footprints', () => {
  const one = { ...row(), waterL: 0.04, cost: 0.07, intensityGPerKwh: 56, marketG: 3, embodiedG: 5 };
  const holds = (filter: string): boolean => {
    const parsed = parseFilter(filter, context);
    if (!parsed.ok) throw new Error(parsed.error.what);
    return matches(parsed.value.where, one);
  };
  it.each([
    'water>30mL',
    'water:40ml..1L',
    'cost<0.1',
    'intensity>50',
    'intensity<"0.1 kg/kWh"',
    'market<4g',
    'embodied>=5g',
  ])('%s', (filter) => expect(holds(filter)).toBe(true));
  it.each(['water>50mL', 'cost>1', 'intensity>56', 'market>3g'])('not %s', (filter) =>
    expect(holds(filter)).toBe(false),
  );
  it('a volume needs its unit', () => {
    expect(refused('water>1').fix).toContain('`1 mL`');
  });
  it('are sorted by', () => {
    const sort = parseSort('-water,cost,intensity', context);
    if (!sort.ok) throw new Error(sort.error.what);
    const rows = [
      { ...one, name: 'little', waterL: 0.01 },
      { ...one, name: 'none', waterL: null },
      { ...one, name: 'dear', cost: 9 },
      { ...one, name: 'cheap', cost: 1 },
    ];
    expect(ordered(rows, sort.value).map(({ name }) => name)).toEqual(['cheap', 'dear', 'little', 'none']);
  });
});
