import type { Route } from '../../../server/route.ts';
import { wasteRules } from '../../../report/waste/rules.io.ts';
import type { Problem } from '../../../errors.ts';
import { ok } from '../../../result.ts';
import { readSettings } from '../../config/read-settings.io.ts';
import { errorEnvelope, successEnvelope } from '../../output/json-envelope.ts';
import { savingsIn } from '../../waste/savings.io.ts';
import { setAside } from '../../waste/set-aside.io.ts';
import { wasteCsv } from '../../waste/waste-csv.ts';
import { wasteJson } from '../../waste/waste-json.ts';
import { envelopeOf } from '../envelope-of.ts';
import { failure } from '../failure.io.ts';
import { pipelineStates } from '../pipeline/pipeline-states.io.ts';
import { runAdvice } from '../run/run-advice.ts';
import { runBefore } from '../run/run-before.io.ts';
import { WasteMemory } from '../waste-memory.io.ts';
import type { Surroundings } from './surroundings.io.ts';

/** More parts than anybody reads on a page; the CSV has all. */
const MOST_ITEMS = 300;

/** Codes that say that there is no pipeline here, which is no trouble. */
const NO_PIPELINE: ReadonlySet<string> = new Set(['E_NO_REPO', 'E_NOT_FOUND']);

/**
 * `/waste?filter=`: as `joulebook waste --json`, with the parts that took most; `/waste.csv`: every part. What was read of ten thousand runs is kept, and the
 * command would read it anew. `/runs/:ref/advice`: what of it concerns one run, and the run before it. `/waste/stages`: what would miss the cache now; `states` is null where there is no pipeline. `POST /waste/dismissed`: sets a recommendation aside, or brings it back.
 */
export function wasteRoutes({ book, host }: Surroundings): readonly Route[] {
  const memory = new WasteMemory(book, wasteRules());
  const failed = (error: Problem) => ({
    status: error.code === 'E_FILTER' || error.code === 'E_USAGE' ? 400 : 500,
    body: errorEnvelope('waste', error, []),
  });
  return [
    {
      method: 'GET',
      path: '/waste',
      answer: async ({ word }) => {
        const filter = word('filter') ?? '';
        const loaded = await memory.load(filter);
        if (!loaded.ok) return failed(loaded.error);
        const saved = filter === '' ? savingsIn(book.dir) : undefined;
        const settings = await readSettings(host);
        const warnings = [
          ...settings.problems.slice(0, 1),
          ...loaded.value.problems,
          ...(saved?.problems ?? []),
        ];
        const data = wasteJson(loaded.value, filter, saved?.savings ?? null, MOST_ITEMS);
        return { status: 200, body: successEnvelope('waste', data, warnings) };
      },
    },
    {
      method: 'GET',
      path: '/waste.csv',
      answer: async ({ word }) => {
        const loaded = await memory.load(word('filter') ?? '');
        if (!loaded.ok) return failed(loaded.error);
        const body = wasteCsv(loaded.value.report);
        return { status: 200, type: 'text/csv; charset=utf-8', body, download: 'waste.csv' };
      },
    },
    {
      method: 'GET',
      path: '/runs/:ref/advice',
      answer: async ({ part }) => {
        const found = book.resolve(part('ref'));
        if (!found.ok) return failure(found.error);
        const loaded = await memory.load(`root:${found.value.rootId}`);
        if (!loaded.ok) return failed(loaded.error);
        const whole = await memory.load('');
        if (!whole.ok) return failed(whole.error);
        const data = runAdvice(found.value, loaded.value.report, whole.value.report);
        return {
          status: 200,
          body: successEnvelope('ui', { ...data, before: runBefore(book, found.value) }, []),
        };
      },
    },
    {
      method: 'GET',
      path: '/waste/stages',
      answer: async () => {
        const states = await pipelineStates(host);
        const isNone = !states.ok && NO_PIPELINE.has(states.error.code);
        return isNone ? envelopeOf(ok({ data: { states: null }, warnings: [] })) : envelopeOf(states);
      },
    },
    {
      method: 'POST',
      path: '/waste/dismissed',
      answer: ({ body }) => {
        const { key, reason, restore } = (typeof body === 'object' && body !== null ? body : {}) as Readonly<
          Record<string, unknown>
        >;
        const named = String(key);
        const why = typeof reason === 'string' ? reason : '';
        const wishes = restore === true ? { restore: named } : { dismiss: named, reason: why };
        const wrong = setAside(book.dir, wishes, host.clock.wallMs());
        if (wrong !== undefined) return failed(wrong);
        memory.forgetReports();
        return { status: 200, body: successEnvelope('waste', { key: named, isAside: restore !== true }, []) };
      },
    },
  ];
}
