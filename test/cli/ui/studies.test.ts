import { beforeAll, describe, expect, test } from 'vitest';
import { Place } from '../joulebook.ts';
import { pageApi } from './page-api.ts';

const SEARCH = ['search', '--name', 'tiny', '--param', 'lr=0.01..1:log', '--metric', 'score:max'];
const TRAIN = `echo '{"epoch":1,"score":'$1'}' >> "$JOULEBOOK_REPORT_FILE"`;

describe('the pages of studies and of the frontier are told', () => {
  const place = new Place();
  let api: Awaited<ReturnType<typeof pageApi>>;
  beforeAll(async () => {
    const made = place.run([...SEARCH, '--budget', '4trials', '--', 'sh', '-c', TRAIN, 'train', '{lr}']);
    expect(made.code, made.stderr).toBe(0);
    api = await pageApi(place.dir, place.env());
  });

  const said = (...words: readonly string[]) => JSON.parse(place.run([...words, '--json']).stdout).data;

  test('what the commands say', async () => {
    expect((await api.get('/studies')).json.data).toEqual(said('study', 'ls'));
    expect((await api.get('/studies/tiny')).json.data).toEqual(said('study', 'show', 'tiny', '--importance'));
    expect((await api.get('/studies/tiny/best')).json.data).toEqual(said('study', 'best', 'tiny'));
    expect((await api.get('/studies/tiny/trials/0')).json.data).toEqual(
      said('study', 'explain', '0', '--study', 'tiny'),
    );
  });

  test('the space of a search and when each trial ran', async () => {
    const { data } = (await api.get('/studies/tiny')).json;
    expect(data.space.parameters[0]).toMatchObject({ name: 'lr', scale: 'log' });
    for (const trial of data.list) expect(trial.endedS).toBeGreaterThanOrEqual(trial.startedS);
    expect(data.seconds).toBeGreaterThanOrEqual(data.list.at(-1).endedS);
  });

  test('that there is no such study or trial, whatever is asked for', async () => {
    for (const name of ['nothing', '--json', '<script>', '..%2F..%2Fetc'])
      expect((await api.get(`/studies/${encodeURIComponent(name)}`)).status).toBe(404);
    const { status, json } = await api.get('/studies/tiny/trials/99');
    expect(status).toBe(404);
    expect(json.error.fix).not.toBe('');
  });

  test('which runs are the trials, and a filter that has them and no other', async () => {
    const { data } = (await api.get('/studies/tiny/runs')).json;
    expect(data.runs.map(({ trial }: { trial: number }) => trial)).toEqual([0, 1, 2, 3]);
    const ids: string[] = data.runs.flatMap((one: { ids: string[] }) => one.ids);
    const listed: { id: string }[] = said('ls', '--filter', data.filter).runs;
    expect(listed.map(({ id }) => id).sort()).toEqual([...ids].sort());
    const later = await api.get(`/studies/tiny/runs?since=${encodeURIComponent('2100-01-01T00:00:00Z')}`);
    expect(later.json.data).toEqual({ runs: [], filter: null });
  });

  test('which metrics each of the runs has, and which of them are repetitions', async () => {
    const { data: list } = (await api.get('/runs?columns=["id","metric.score"]')).json;
    const { data: names } = (await api.get(`/frontier?version=${list.version}`)).json;
    expect(names.version).toBe(list.version);
    expect(names.setOf).toHaveLength(list.count);
    const has: readonly boolean[] = names.setOf.map((set: number) =>
      names.sets[set].includes(names.metrics.indexOf('score')),
    );
    const runs: { id: string; metrics: Record<string, number> }[] = said('ls').runs;
    expect(has).toEqual(runs.map(({ metrics }) => metrics['score'] !== undefined));
    const { data: seeds } = (await api.get(`/frontier/seeds?version=${list.version}`)).json;
    expect(seeds.of).toHaveLength(list.count);
    expect(Math.max(...seeds.of)).toBeLessThan(seeds.configurations.length);
  });
});
