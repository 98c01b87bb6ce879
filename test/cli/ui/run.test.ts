import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeLine } from '../../../src/book/journal-line.ts';
import type { JournalEvent } from '../../../src/book/journal-event.ts';
import { writeRecord } from '../../../src/book/record-file.io.ts';
import { createRunFolder, runFolder } from '../../../src/book/run-folder.io.ts';
import { RunReducer } from '../../../src/book/run-reducer.ts';
import { rebuildSeries } from '../../../src/book/series-writer.io.ts';
import { sha256Of } from '../../../src/book/sha256.io.ts';
import { aRecord, putRecord } from '../../book/a-record.ts';
import { begin, close, component, end, ID, lines, machine, sample, start } from '../../book/events.ts';
import { Place } from '../joulebook.ts';
import { pageApi } from './page-api.ts';

const SAMPLES = 1000;
/** A run that was imported: a record, and no sample. */
const IMPORTED = aRecord({ kind: 'imported', name: '=cmd|calc', startedAt: '2026-03-02T10:00:00.000Z' });

/** Two that failed alike, and a good one before them. */
const GOOD = aRecord({ project: 'p', name: 'good', startedAt: '2026-03-01T10:00:00.000Z' });
const LATER = aRecord({
  project: 'p',
  command: ['python', 'other.py'],
  energyJ: 10_800,
  startedAt: '2026-03-01T15:00:00.000Z',
});
const [FAILED, ALIKE] = [11, 12].map((hour) =>
  aRecord({
    project: 'p',
    state: 'failed',
    exitCode: 1,
    energyJ: 7200,
    startedAt: `2026-03-01T${hour}:00:00.000Z`,
  }),
) as [ReturnType<typeof aRecord>, ReturnType<typeof aRecord>];

let place: Place;
let api: Awaited<ReturnType<typeof pageApi>>;

/** A measured run: its power rises by a watt a second; a gap in the middle; two stages. */
function putMeasured(book: string): void {
  const made = createRunFolder(book, ID);
  if (!made.ok) throw new Error(made.error.what);
  const folder = made.value;
  const events: JournalEvent[] = [
    start({ name: 'measured' }),
    machine([component('cpu'), component('gpu:0')]),
  ];
  events.push(begin('load'));
  for (let i = 1; i <= SAMPLES; i++) {
    if (i === 201)
      events.push({ k: 'metric', values: { '=loss': 0.25 }, step: 7 }, close('load'), begin('train'));
    if (i === 501) events.push({ k: 'gap', dt: 100, why: 'suspend' });
    events.push(sample([i, 10], [0, 0], [1, 1], [1, 1]));
  }
  events.push(close('train'));
  const reducer = new RunReducer(ID);
  let text = '';
  writeFileSync(folder.journal, '');
  const all = lines(events);
  for (const { seq, t, ...event } of all) {
    const line = Buffer.from(encodeLine(seq, t, event)).toString();
    text += line;
    reducer.apply({ ...event, seq, t });
  }
  const last = all.at(-1);
  const over = { ...end({ durationS: 1100 }), sha256: sha256Of(text) };
  text += Buffer.from(encodeLine((last?.seq ?? 0) + 1, last?.t ?? 0, over)).toString();
  reducer.apply({ ...over, seq: (last?.seq ?? 0) + 1, t: last?.t ?? 0 });
  appendFileSync(folder.journal, text);
  expect(rebuildSeries(folder)).toBeUndefined();
  expect(writeRecord(folder, reducer.record())).toBeUndefined();
}

beforeAll(async () => {
  place = new Place();
  const book = join(place.dir, '.joulebook');
  mkdirSync(book);
  putMeasured(book);
  for (const record of [IMPORTED, GOOD, FAILED, ALIKE, LATER]) putRecord(book, record);
  const begun = start({ id: IMPORTED.id, kind: 'imported' });
  writeFileSync(runFolder(book, IMPORTED.id).journal, encodeLine(0, 0, begun));
  api = await pageApi(place.dir, place.env());
});

const ofCommand = (...words: readonly string[]): unknown =>
  JSON.parse(place.run([...words, '--json']).stdout);

describe('the page of a run is told', () => {
  test('what `show`, `why`, `regions` and `compare` tell', async () => {
    expect((await api.get(`/runs/${ID}`)).json).toEqual(ofCommand('show', ID));
    expect((await api.get(`/runs/measured/why?field=co2`)).json).toEqual(ofCommand('why', ID, 'co2'));
    expect((await api.get(`/runs/${ID}/elsewhere?kind=country`)).json).toEqual(
      ofCommand('regions', '--kind', 'country', '--energy', ID),
    );
    expect((await api.get(`/compare?ids=${ID},${IMPORTED.id}`)).json).toEqual(
      ofCommand('compare', ID, IMPORTED.id),
    );
    expect((await api.get(`/runs/${ID}/verify`)).json.data).toMatchObject({ holds: true });
  });

  test('its report, as it is pasted and as a page to keep', async () => {
    const words = ['--filter', `root:${ID}`];
    expect((await api.get(`/runs/${ID}/paste/latex`)).json).toEqual(ofCommand('report', '--latex', ...words));
    expect((await api.get(`/runs/${ID}/paste/model-card`)).json.data.text).toContain('co2_eq_emissions');
    const page = await api.request(`/runs/${ID}/report.html`);
    expect(page.headers.get('content-disposition')).toContain('attachment');
    expect(await page.text()).toMatch(/^<!DOCTYPE html>/);
    expect((await api.get(`/runs/${ID}/paste/constructor`)).status).toBe(400);
  });

  test('its power in intervals whose least and greatest are those of its samples, with the gap left out', async () => {
    const { json } = await api.get(`/runs/${ID}/power?buckets=100`);
    const { channels, fromS, toS, min, max, mean } = json.data;
    expect(channels).toEqual(['machine', 'attributed', 'cpu', 'gpu:0']);
    expect(fromS.length).toBeLessThanOrEqual(100);
    expect([fromS[0], toS.at(-1)]).toEqual([0, 1100]);
    expect([Math.min(...min[2]), Math.max(...max[2])]).toEqual([1, 1000]);
    expect(new Set(mean[3])).toEqual(new Set([10]));
    expect(json.data.beforeJ).toBe(0);
  });

  test('a part of it as fine as it was sampled, and what was spent before', async () => {
    const { json } = await api.get(`/runs/${ID}/power?buckets=100&from=700&to=720&before=1`);
    expect(json.data.min[2]).toEqual(json.data.max[2]);
    expect(json.data.max[2]).toContain(610);
    const before = 500 * 10 + (500 * 501) / 2 + 100 * 10 + ((501 + 600) * 100) / 2;
    expect(Math.abs(json.data.beforeJ / before - 1)).toBeLessThan(0.02);
    expect((await api.get(`/runs/${ID}/power?from=700&to=720`)).json.data.beforeJ).toBeNull();
  });

  test('when its stages were', async () => {
    const { json } = await api.get(`/runs/${ID}/timeline`);
    expect(json.data.stages).toEqual([
      { name: 'load', fromS: 0, toS: 200, depth: 0 },
      { name: 'train', fromS: 200, toS: 1100, depth: 0 },
    ]);
  });

  test('every sample in its exports', async () => {
    const csv = await (await api.request(`/runs/${ID}/samples.csv`)).text();
    const rows = csv.trimEnd().split('\r\n');
    expect(rows).toHaveLength(SAMPLES + 1);
    expect(rows[0]).toBe('at_s,dt_s,machine_w,attributed_w,cpu_w,gpu:0_w');
    expect(rows[501]).toBe('601,1,511,511,501,10');
    const json = JSON.parse(await (await api.request(`/runs/${ID}/samples.json`)).text());
    expect(json.rows.map((row: readonly number[]) => row[4])).toEqual(
      Array.from({ length: SAMPLES }, (_, i) => i + 1),
    );
  });

  test('how busy the machine was, in intervals and sample by sample', async () => {
    const { json } = await api.get(`/runs/${ID}/usage?buckets=100`);
    const { channels, samples, perBucket, fromS, toS, mean } = json.data;
    expect(channels).toEqual(['run_cpus', 'machine_cpus', 'memory_bytes', 'runs']);
    expect([samples, perBucket, fromS[0], toS.at(-1)]).toEqual([SAMPLES, 10, 0, 1100]);
    expect(new Set(mean[0])).toEqual(new Set([0.5]));
    expect(new Set(mean[2])).toEqual(new Set([null]));
    const part = await api.get(`/runs/${ID}/usage?buckets=100&from=10&to=20`);
    expect(part.json.data.perBucket).toBe(1);
    const csv = await (await api.request(`/runs/${ID}/usage.csv`)).text();
    const rows = csv.trimEnd().split('\r\n');
    expect(rows).toHaveLength(SAMPLES + 1);
    expect(rows.slice(0, 2)).toEqual(['at_s,dt_s,run_cpus,machine_cpus,memory_bytes,runs', '1,1,0.5,1,,1']);
  });

  test('every metric that it reported', async () => {
    const json = JSON.parse(await (await api.request(`/runs/${ID}/metrics.json`)).text());
    expect(json).toEqual({
      columns: ['at_s', 'step', 'epoch', 'metric', 'value'],
      rows: [[200, 7, null, '=loss', 0.25]],
    });
    const csv = await (await api.request(`/runs/${ID}/metrics.csv`)).text();
    expect(csv).toContain("200,7,,'=loss,0.25");
  });

  test('what to do next, and the run before it', async () => {
    const { json } = await api.get(`/runs/${FAILED.id}/advice`);
    expect(json.data.parts).toMatchObject([{ cause: 'failed', run: FAILED.id, evidence: 'exit 1' }]);
    const [one] = json.data.recommendations;
    const waste = ofCommand('waste', '--filter', `root:${FAILED.id}`) as ReturnType<typeof JSON.parse>;
    expect({ ...one, together: undefined }).toEqual({
      ...waste.data.recommendations[0],
      together: undefined,
    });
    expect(one.together).toMatchObject({ runs: 2 });
    expect(json.data.before).toBeNull();
    const after = (await api.get(`/runs/${LATER.id}/advice`)).json.data.before;
    expect(after).toMatchObject({ id: GOOD.id, name: GOOD.name });
    expect(after.ratio.value).toBeCloseTo(3, 9);
    const good = await api.get(`/runs/${GOOD.id}/advice`);
    expect(good.json.data).toMatchObject({ recommendations: [], parts: [], before: null });
  });

  test('its evidence, which another can unpack', async () => {
    const response = await api.request(`/runs/${ID}/evidence.tar.gz`);
    const folder = mkdtempSync(join(place.dir, 'evidence-'));
    const unpacked = spawnSync('tar', ['xzf', '-'], {
      cwd: folder,
      input: Buffer.from(await response.arrayBuffer()),
    });
    expect([unpacked.status, unpacked.stderr.toString()]).toEqual([0, '']);
    const { journal } = runFolder(join(place.dir, '.joulebook'), ID);
    expect(readFileSync(join(folder, ID, 'journal.jsonl'))).toEqual(readFileSync(journal));
    expect(JSON.parse(readFileSync(join(folder, ID, 'run.json'), 'utf8')).name).toBe('measured');
    expect(readFileSync(join(folder, ID, 'README.txt'), 'utf8')).toContain('--verify');
  });
});

describe('what cannot be answered is said', () => {
  test('a run that is not there, a range that is none', async () => {
    for (const path of ['power', 'timeline', 'samples.csv', 'evidence.tar.gz', 'versus', 'paste/latex']) {
      const { status, json } = await api.get(`/runs/nobody/${path}`);
      expect([path, status, json.error?.code]).toEqual([path, 404, 'E_NOT_FOUND']);
    }
    for (const range of ['from=x', 'from=9&to=3', 'buckets=NaN'])
      expect([range, (await api.get(`/runs/${ID}/power?${range}`)).status]).toEqual([range, 400]);
    expect((await api.get('/compare?ids=')).status).toBe(400);
  });

  test('a run without samples has no power, which is no fault', async () => {
    const { status, json } = await api.get(`/runs/${IMPORTED.id}/power`);
    expect([status, json.data?.fromS ?? json.error]).toEqual([200, []]);
  });
});
