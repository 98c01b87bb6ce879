import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { Place } from '../joulebook.ts';
import { pageApi } from './page-api.ts';

const PIPELINE = `stages:
  prepare:
    desc: "<script>alert(1)</script>"
    cmd: printf 1234 > clean.txt
    deps: [raw.txt]
    outs: [clean.txt]
  train:
    cmd: cp clean.txt model.txt
    deps: [clean.txt]
    outs: [model.txt]
  report:
    cmd: cp model.txt report.txt
    deps: [model.txt]
    outs: [report.txt]
`;

describe('the pipeline page is told', () => {
  const place = new Place();
  let api: Awaited<ReturnType<typeof pageApi>>;
  beforeAll(async () => {
    place.run(['init', '--no-scm', '-q']);
    writeFileSync(join(place.dir, 'raw.txt'), 'raw');
    writeFileSync(join(place.dir, 'dvc.yaml'), PIPELINE);
    expect(place.run(['repro', 'train']).code).toBe(0);
    api = await pageApi(place.dir, place.env());
  });

  test('the energies that `dag --json` tells', async () => {
    const { json } = await api.get('/pipeline');
    const told = JSON.parse(place.run(['dag', '--json']).stdout).data.nodes;
    const shown = json.data.nodes.map(
      (node: { name: string; needs: { name: string }[]; record: { energy: { wall: unknown } } | null }) => ({
        name: node.name,
        needs: node.needs.map(({ name }) => name),
        energy: node.record?.energy.wall ?? null,
      }),
    );
    expect(shown).toEqual(told);
    expect(shown[1].energy.value).toBeGreaterThan(0);
  });

  test('how many bytes go from one stage to the next', async () => {
    const { json } = await api.get('/pipeline');
    expect(json.data.nodes[1].needs).toEqual([{ name: 'prepare', bytes: 4 }]);
    expect(json.data.nodes[2].needs).toEqual([{ name: 'train', bytes: null }]);
  });

  test('what a repro would do, as `status --json` sees what is out of date', async () => {
    const { json } = await api.get('/pipeline/states');
    const status = JSON.parse(place.run(['status', '--json']).stdout);
    const states: { name: string; outlook: string; isStale: boolean; why: string[] }[] = json.data.states;
    expect(states.filter(({ isStale }) => isStale).map(({ name }) => name)).toEqual(Object.keys(status));
    expect(states.map(({ name, outlook }) => `${name} ${outlook}`)).toEqual([
      'prepare unchanged',
      'train unchanged',
      'report run',
    ]);
    writeFileSync(join(place.dir, 'raw.txt'), 'other');
    const changed = (await api.get('/pipeline/states')).json.data.states;
    expect(changed[0]).toMatchObject({ outlook: 'run', isStale: true });
    expect(changed[0].why.join()).toContain('raw.txt');
    expect(changed[1].outlook).toBe('maybe');
    writeFileSync(join(place.dir, 'raw.txt'), 'raw');
  });

  test('the runs of a stage in the book, and no others', async () => {
    const { json } = await api.get('/pipeline/history?stage=train');
    expect(json.data.total).toBe(1);
    expect(json.data.runs[0]).toMatchObject({ state: 'ok', grade: 'C' });
    const shown = JSON.parse(place.run(['show', json.data.runs[0].id, '--json']).stdout).data;
    expect(json.data.runs[0].energyJ).toBe(shown.energy.wall.attributed.value);
    const none = await api.get(`/pipeline/history?stage=${encodeURIComponent('tr* " state:ok')}`);
    expect(none.json.data).toMatchObject({ total: 0, runs: [] });
    expect((await api.get('/pipeline/history')).status).toBe(400);
  });
});

test('a folder without a project is no error, and says so', async () => {
  const place = new Place();
  const { status, json } = await (await pageApi(place.dir, place.env())).get('/pipeline');
  expect(status).toBe(200);
  expect(json.data).toEqual({ root: null, from: '', troubles: [], nodes: [] });
});

test('a dvc.yaml that is not understood is told with its line, and hides no other', async () => {
  const place = new Place();
  place.run(['init', '--no-scm', '-q']);
  mkdirSync(join(place.dir, 'sub'));
  writeFileSync(join(place.dir, 'sub/dvc.yaml'), 'stages:\n  good:\n    cmd: echo\n');
  writeFileSync(join(place.dir, 'dvc.yaml'), 'stages:\n  bad:\n    comd: true\n');
  const { json } = await (await pageApi(place.dir, place.env())).get('/pipeline');
  expect(json.data.troubles).toHaveLength(1);
  expect(json.data.troubles[0]).toMatchObject({
    at: { file: 'dvc.yaml', text: expect.stringMatching(/comd|bad/) },
  });
  expect(json.data.nodes.map(({ name }: { name: string }) => name)).toEqual(['sub/dvc.yaml:good']);
});

test('stages that wait for each other are told with their names', async () => {
  const place = new Place();
  place.run(['init', '--no-scm', '-q']);
  writeFileSync(
    join(place.dir, 'dvc.yaml'),
    'stages:\n  a:\n    cmd: x\n    deps: [x]\n    outs: [y]\n  b:\n    cmd: y\n    deps: [y]\n    outs: [x]\n',
  );
  const api = await pageApi(place.dir, place.env());
  const { json } = await api.get('/pipeline');
  expect(json.data.troubles[0].why).toContain('a → b → a');
  expect(json.data.nodes).toEqual([]);
  expect((await api.get('/pipeline/states')).json.error.code).toBe('E_PIPELINE_GRAPH');
});
