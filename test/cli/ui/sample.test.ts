import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Place } from '../joulebook.ts';
import { pageApi } from './page-api.ts';

test('the sample comes into an empty book alone, says what it is, and goes with one command', async () => {
  const place = new Place();
  const api = await pageApi(place.dir, place.env());
  expect((await api.get('/sample')).json.data).toMatchObject({ runs: 0, others: 0 });
  const loaded = await api.post('/sample', {});
  expect(loaded).toMatchObject({ status: 200, json: { ok: true } });
  const { runs, others, remove } = (await api.get('/sample')).json.data;
  expect([runs, others]).toEqual([loaded.json.data.runs, 0]);
  expect(runs).toBeGreaterThan(20);
  const listing = api.book.list();
  if (!listing.ok) throw new Error(listing.error.what);
  for (const { project, tags, name, grade, startedMs } of listing.value.rows) {
    expect([project, tags, grade]).toEqual(['sample', ['sample'], 'D']);
    expect(name).toMatch(/^sample-\d\d$/);
    expect(startedMs).toBeLessThan(Date.now());
  }
  expect(listing.value.problems).toEqual([]);
  // Not among the rows that CodeCarbon's readers take for measurements.
  expect(existsSync(join(place.dir, '.joulebook/emissions.csv'))).toBe(false);
  // Twice is refused: it would come among runs.
  expect((await api.post('/sample', {})).json.error.code).toBe('E_USAGE');
  expect(remove).toBe("joulebook rm --filter 'project:sample tag:sample'");
  const removed = place.run(['rm', '--yes', '--filter', 'project:sample tag:sample']);
  expect(removed.code).toBe(0);
  expect((await api.get('/sample')).json.data).toMatchObject({ runs: 0, others: 0 });
}, 120_000);

test('real runs are never mixed with it by a click, and only it is removed', async () => {
  const place = new Place();
  const api = await pageApi(place.dir, place.env());
  await api.post('/sample', {});
  place.run(['run', '--', 'true']);
  const { runs, others } = (await api.get('/sample')).json.data;
  expect([runs > 0, others]).toEqual([true, 1]);
  expect((await api.remove('/sample', {})).json.ok).toBe(true);
  expect((await api.get('/sample')).json.data).toMatchObject({ runs: 0, others: 1 });
  expect((await api.post('/sample', {})).json.error.what).toContain('runs already');
}, 120_000);

test('its runs have all that pages show: journals that hold, power, stages, epochs, metrics, and a frontier', async () => {
  const place = new Place();
  const api = await pageApi(place.dir, place.env());
  await api.post('/sample', {});
  const newest = place.run(['ls', '--ids', 'state:ok']).stdout.split('\n')[0] ?? '';
  expect(place.run(['show', newest, '--verify']).stdout).toContain('holds');
  const record = (await api.get(`/runs/${newest}`)).json.data;
  expect(Object.keys(record.energy.stages)).toEqual(['load', 'train', 'evaluate']);
  expect(record.energy.epochs).toHaveLength(10);
  expect(record.metrics.accuracy).toBeGreaterThan(0.8);
  expect(record.notes[0].text).toContain('never happened');
  const power = api.book.power(newest, { buckets: 50 });
  expect(power.ok && power.value.buckets.length).toBeGreaterThan(10);
  const waste = (await api.get('/waste')).json.data;
  expect(waste.runs).toBeGreaterThan(20);
}, 120_000);

test('rm asks for runs or a filter, not for neither or both, and says where nothing matches', () => {
  const place = new Place();
  place.run(['run', '--', 'true']);
  expect(place.run(['rm', '--yes']).code).toBe(2);
  expect(place.run(['rm', '--yes', '@last', '--filter', 'state:ok']).code).toBe(2);
  expect(place.run(['rm', '--yes', '--filter', 'project:none']).code).toBe(3);
  expect(place.run(['rm', '--dry-run', '--filter', 'state:ok']).stdout).toMatch(/\S/);
  expect(place.run(['rm', '--filter', 'state:ok']).stderr).toContain('--yes');
  expect(place.run(['rm', '--yes', '--filter', 'state:ok']).stderr).toContain('deleted');
  expect(place.run(['ls', '--ids']).stdout).toBe('');
});

test('from the first real run on it is in no total of a page or a command, unless it is chosen', async () => {
  const place = new Place();
  writeFileSync(join(place.dir, 'joulebook.yaml'), 'budget:\n  energy: 1 Wh\n  enforce: true\n');
  const api = await pageApi(place.dir, place.env());
  await api.post('/sample', {});
  const overview = async (query = ''): Promise<number> =>
    (await api.get(`/overview?t=-90d${query}`)).json.data.now.runs;
  const json = (...words: readonly string[]) => JSON.parse(place.run([...words, '--json']).stdout).data;
  // Of this month and the one before: on the first of a month the sample is of the last.
  const now = new Date();
  const months = [0, 1].map((back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 15)).toISOString().slice(0, 7),
  );
  const spent = (...words: readonly string[]): number =>
    months
      .map(
        (month) =>
          json('budget', '--month', month, ...words).budgets[0].kinds.find(
            ({ kind }: { kind: string }) => kind === 'energy',
          ).spent.value,
      )
      .reduce((sum, value) => sum + value, 0);
  // It stands for real runs as long as there are none …
  const sample = (await api.get('/sample')).json.data.runs;
  expect([await overview(), json('waste').runs]).toEqual([sample, sample]);
  expect(spent()).toBeGreaterThan(3600);
  // … but keeps none from beginning: a budget that it alone has used up refuses nothing.
  const first = place.run(['run', '--', 'true']);
  expect(first.code, first.stderr).toBe(0);
  expect(first.stderr).not.toContain('used up');
  expect([await overview(), json('waste').runs]).toEqual([1, 1]);
  expect((await api.get('/waste')).json.data).toMatchObject({ runs: 1 });
  expect(await overview('&filter=grade!=A')).toBeLessThanOrEqual(1);
  expect(spent()).toBeLessThan(3600);
  expect((await api.get('/budget')).json.data).toMatchObject({
    budgets: [
      {
        kinds: expect.arrayContaining([
          expect.objectContaining({ kind: 'energy', spent: expect.objectContaining({ value: spent() }) }),
        ]),
      },
    ],
  });
  const month = (await api.get('/budget/month')).json.data;
  expect(month.projects.map(({ project }: { project: string }) => project)).not.toContain('sample');
  expect(json('report').totals.runs).toBe(1);
  // A command says what it leaves out, and how to see it; not where a filter says what is wanted.
  const note = `${sample} made-up runs of the sample are left out: project:sample chooses them`;
  for (const words of [['waste'], ['budget'], ['report', '-o', 'r.md']])
    expect(place.run(words).stderr, words[0]).toContain(note);
  expect(place.run(['waste', '-q']).stderr).toBe('');
  for (const words of [
    ['waste', 'project:sample'],
    ['waste', 'state:running'],
    ['report', '@last'],
  ])
    expect(place.run(words).stderr, words.join(' ')).not.toContain('left out');
  // Who asks for it gets it.
  expect(await overview('&filter=project:sample')).toBe(sample);
  for (const filter of ['project:sample', 'tag:sample', 'name:sample-*']) {
    expect(json('waste', filter).runs, filter).toBe(sample);
    expect((await api.get(`/waste?filter=${filter}`)).json.data.runs, filter).toBe(sample);
  }
  expect(json('report', 'project:sample').totals.runs).toBe(sample);
  // A list shows what is there.
  expect(json('ls').total).toBe(sample + 1);
}, 120_000);
