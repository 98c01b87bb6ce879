import { mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { plainFileName, readSentImport } from '../../../src/cli/ui/import/sent-files.io.ts';
import { Place } from '../joulebook.ts';
import { pageApi } from './page-api.ts';

const HEADER =
  'timestamp,project_name,run_id,experiment_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,country_name,country_iso_code';
const row = (id: string, project: string): string =>
  `2025-03-01T10:00:00,${project},${id},e,3600,0.05,0.00001,40,0,10,0.04,0,0.01,0.05,France,FRA`;
const CSV = `${HEADER}\n${row('11111111-1111-4111-8111-111111111111', '<script>alert(1)</script>')}\n${row('22222222-2222-4222-8222-222222222222', '"=cmd|\'/c calc\'!A1"')}\n`;
const sent = (name: string, text: string) => ({ name, base64: Buffer.from(text).toString('base64') });

describe('files that are dropped on the page', () => {
  test('are only looked at, until it is confirmed; then their runs are in the book', async () => {
    const place = new Place();
    const api = await pageApi(place.dir, place.env());
    const files = [sent('emissions.csv', CSV)];
    const looked = await api.post('/import', { files });
    expect(looked.status).toBe(200);
    expect(looked.json.data).toMatchObject({ dryRun: true, new: 2, refused: 0, rowsInAll: 2 });
    expect(looked.json.data.rows[0].file).toBe('emissions.csv');
    expect(JSON.parse(place.run(['ls', '--json']).stdout).data.total).toBe(0);

    const written = await api.post('/import', { files, write: true, tag: 'old', project: '-y' });
    expect(written.json.error).toBeUndefined();
    expect(written.json.data).toMatchObject({ dryRun: false, new: 2 });
    const { runs } = JSON.parse(place.run(['ls', '--json']).stdout).data;
    expect(runs).toHaveLength(2);
    for (const run of runs)
      expect(run).toMatchObject({
        project: '-y',
        tags: ['old'],
        grade: 'D',
        environment: { 'import.file': 'emissions.csv' },
      });
    expect((await api.post('/import', { files, write: true })).json.data).toMatchObject({ new: 0, known: 2 });
  });

  test('leave nothing behind, whatever becomes of them', async () => {
    const place = new Place();
    const api = await pageApi(place.dir, place.env());
    // Of its own: others make such folders too, in tests beside this one.
    const own = join(place.dir, 'tmp');
    mkdirSync(own);
    vi.stubEnv('TMPDIR', own);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(tmpdir()).toBe(own);
    await api.post('/import', { files: [sent('emissions.csv', CSV)] });
    await api.post('/import', { files: [sent('notes.txt', 'nothing to import')] });
    expect(readdirSync(own)).toEqual([]);
  });

  test('that hold nothing to import are refused with what to do', async () => {
    const place = new Place();
    const { status, json } = await (await pageApi(place.dir, place.env())).post('/import', {
      files: [sent('photo.png', '\u0089PNG')],
    });
    expect(status).toBe(404);
    expect(json.error.what).not.toContain(tmpdir());
    expect(json.error.fix).toMatch(/./);
  });

  test('cannot be written anywhere else', async () => {
    const place = new Place();
    const api = await pageApi(place.dir, place.env());
    const { json } = await api.post('/import', { files: [sent('../../../etc/emissions.csv', CSV)] });
    expect(json.data.rows[0].file).toBe('emissions.csv');
    expect(plainFileName('..\\..\\a.csv')).toBe('a.csv');
    expect(plainFileName('.hidden')).toBe('hidden');
    expect(plainFileName('\u202Efdp.csv\u0000')).toBe('fdp.csv');
    expect(plainFileName('/')).toBe('file');
    expect(plainFileName('x'.repeat(5000))).toHaveLength(120);
  });

  test('of one name are told apart', () => {
    const read = readSentImport({ files: [sent('a/e.csv', '1'), sent('b/e.csv', '2')] });
    expect(read.ok && read.value.files.map(({ name }) => name)).toEqual(['e.csv', '2-e.csv']);
  });

  test('are refused where there are none, too many or too much, or not base64', () => {
    const large = Buffer.alloc(25 * 2 ** 20).toString('base64');
    for (const body of [
      undefined,
      {},
      { files: [] },
      { files: [{ name: 'a', base64: '%' }] },
      { files: [{ name: 1, base64: '' }] },
      { files: Array.from({ length: 101 }, () => sent('a', '')) },
      { files: [{ name: 'a', base64: large }] },
    ])
      expect(readSentImport(body)).toMatchObject({ ok: false, error: { code: 'E_IMPORT' } });
  });
});
