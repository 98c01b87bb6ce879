import { beforeAll, describe, expect, test } from 'vitest';
import { Place } from '../joulebook.ts';
import { pageApi } from './page-api.ts';

describe('the calculator’s page', () => {
  const place = new Place();
  let api: Awaited<ReturnType<typeof pageApi>>;
  beforeAll(async () => {
    api = await pageApi(place.dir, place.env());
  });

  test('is told what `calc --json` tells', async () => {
    const { json } = await api.get('/calc?gpu=8xH100&hours=72&region=FR&utilisation=60%25');
    const told = place.run([
      'calc',
      '--gpu=8xH100',
      '--hours=72',
      '--region=FR',
      '--utilisation=60%',
      '--json',
    ]);
    expect(json).toEqual(JSON.parse(told.stdout));
    expect(json.data.kgco2e).toBeGreaterThan(1);
  });

  test('gets an error with what to do for what is not understood', async () => {
    for (const [words, code] of [
      ['gpu=8xH100&hours=lots', 'E_QUANTITY'],
      ['cpu=8&cores=-1&hours=1', 'E_USAGE'],
      ['gpu=a100&hours=1&region=Atlantis', 'E_REGION'],
    ]) {
      const { status, json } = await api.get(`/calc?${words}`);
      expect(status).toBe(400);
      expect(json.error).toMatchObject({ code, fix: expect.stringMatching(/./) });
    }
  });

  test('cannot let the server read a file, nor take words for options', async () => {
    const { json } = await api.get(
      '/calc?gpu=a100&hours=1&batch=/etc/passwd&rates=/etc/passwd&region=--batch=x',
    );
    expect(json.error.code).toBe('E_REGION');
    expect(JSON.stringify(json)).not.toContain('root:');
  });

  test('gets the texts that the command prints', async () => {
    const words = ['calc', '--gpu=a100', '--hours=10', '--region=SE'];
    const { json } = await api.get('/calc/texts?gpu=a100&hours=10&region=SE');
    expect(json.data.latex).toBe(place.run([...words, '--latex']).stdout);
    expect(json.data.bibtex).toBe(place.run([...words, '--bibtex']).stdout);
    expect(json.data.markdown).toBe(place.run([...words, '--markdown']).stdout);
    expect(json.data.modelCard).toBe(place.run([...words, '--model-card']).stdout);
    expect((await api.get('/calc/texts?gpu=nothing')).status).toBe(400);
  });

  test('finds hardware and places by any of their words', async () => {
    const names = async (query: string): Promise<string[]> =>
      (await api.get(`/calc/names?${query}`)).json.data.names.map(({ name }: { name: string }) => name);
    expect((await names('kind=gpu&search=h100 sxm')).join()).toContain('H100 SXM');
    expect((await names('kind=cpu&search=8380')).join()).toContain('8380');
    expect(await names('kind=region&search=sweden')).toContain('SWE');
    expect(await names('kind=gpu&search=no such thing')).toEqual([]);
    expect((await names('kind=cpu')).length).toBe(30);
    expect((await api.get('/calc/names?kind=planet')).json.ok).toBe(false);
  });

  test('has nothing to compare with in a book without such runs', async () => {
    expect((await api.get('/calc/measured?gpu=a100')).json.data).toMatchObject({ runs: 0, meanW: null });
    expect((await api.get('/calc/measured?gpu=nothing')).json.data).toBeNull();
  });
});
