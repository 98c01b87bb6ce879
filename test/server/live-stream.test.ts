import { request } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { LiveAnswer } from '../../src/report/live/live-facts.ts';
import { readMessage } from '../../src/report/live/live-message.ts';
import { LiveHub, type Listener } from '../../src/server/live/live-hub.ts';
import { wasteRules } from '../../src/report/waste/rules.io.ts';
import { component, lines, machine, sample, start } from '../book/events.ts';
import { ask, askOwn, aServer } from './a-server.ts';
import { LiveSimulation, Page } from './live-simulation.ts';

function aSimulation(): LiveSimulation {
  const simulation = new LiveSimulation();
  onTestFinished(() => simulation.close());
  return simulation;
}

/** Lets time pass with a sample a second of every run that has not ended. */
async function pass(
  simulation: LiveSimulation,
  pages: readonly Page[],
  seconds: number,
  of = simulation.runs,
) {
  const untilS = simulation.nowS + seconds;
  let second = Math.floor(simulation.nowS) + 1;
  for (let beatS = simulation.nowS + 0.55; beatS < untilS + 0.55; beatS += 0.55) {
    for (; second <= beatS; second++) {
      simulation.nowS = second;
      for (const run of of) simulation.sample(run, 100);
    }
    simulation.nowS = beatS;
    for (const page of pages) await page.beat();
  }
}

const viewOf = (page: Page, id: string) => page.model.views.find(({ facts }) => facts.id === id);

describe('a page that listens', () => {
  test('sees a run begin, its epochs, its name and its end', async () => {
    const simulation = aSimulation();
    const page = new Page(simulation);
    page.open();
    await pass(simulation, [page], 2);
    expect(page.model.views).toEqual([]);
    const run = simulation.begin('first');
    await pass(simulation, [page], 8);
    expect(viewOf(page, run.id)?.facts).toMatchObject({ name: 'first', state: 'running' });
    simulation.write(run, { k: 'epoch', n: 1, of: 3 });
    simulation.write(run, { k: 'rename', name: 'second' });
    await pass(simulation, [page], 3);
    expect(viewOf(page, run.id)?.facts).toMatchObject({ name: 'second', epoch: { n: 1, of: 3 } });
    simulation.end(run, 'failed');
    await pass(simulation, [page], 3, []);
    expect(viewOf(page, run.id)).toMatchObject({ facts: { state: 'failed' }, samples: run.samples });
    await pass(simulation, [page], 700, []);
    expect(page.model.views).toEqual([]);
  });

  test('is told of a run whose tracker was killed that it stopped without saying so, with all until then', async () => {
    const simulation = aSimulation();
    const page = new Page(simulation);
    const run = simulation.begin('killed');
    page.open();
    await pass(simulation, [page], 5);
    run.writer.close(); // as a kill frees the lock
    await pass(simulation, [page], 8, []);
    const view = viewOf(page, run.id);
    expect(view?.facts.state).toBe('lost');
    expect(view?.samples).toBe(run.samples);
    expect(view?.lastMs).toBe((view?.facts.startedMs ?? 0) + run.samples * 1000);
  });

  test('that was away comes back to every sample, point by point', async () => {
    const simulation = aSimulation();
    const page = new Page(simulation);
    const run = simulation.begin('away');
    page.open();
    await pass(simulation, [page], 20);
    await page.close();
    await pass(simulation, [], 100);
    page.open();
    await pass(simulation, [page], 10);
    const view = viewOf(page, run.id);
    expect(view?.samples).toBe(run.samples);
    const times = view?.points.map(({ atS }) => atS) ?? [];
    expect(times).toEqual(Array.from({ length: run.samples }, (_, n) => n + 1));
  });

  test('is told of hundreds of runs in turn, and misses none', async () => {
    const simulation = aSimulation();
    const page = new Page(simulation);
    for (let n = 0; n < 120; n++) simulation.begin(`run ${n}`);
    page.open();
    await pass(simulation, [page], 12);
    await pass(simulation, [page], 6, []);
    expect(page.model.views).toHaveLength(120);
    for (const run of simulation.runs) {
      expect(viewOf(page, run.id)?.samples).toBe(run.samples);
      expect(page.drawn.get(run.id)?.atS).toBeCloseTo(run.samples, 6);
    }
    expect(page.longest).toBeLessThanOrEqual(1024);
    expect(page.mostASecond).toBeLessThanOrEqual(2);
  });

  test('and another are told the same by one reading of the journals', async () => {
    const simulation = aSimulation();
    const pages = [new Page(simulation), new Page(simulation)];
    const run = simulation.begin('shared');
    for (const page of pages) page.open();
    await pass(simulation, pages, 20);
    for (const page of pages) {
      await page.beat();
      expect(viewOf(page, run.id)?.samples).toBeGreaterThanOrEqual(run.samples - 1);
    }
  });

  test('knows when the server was started anew, and asks for all', async () => {
    const [first, second] = [aSimulation(), aSimulation()];
    const page = new Page(first);
    first.begin('before');
    page.open();
    await pass(first, [page], 4);
    second.nowS = first.nowS + 1;
    const run = second.begin('after');
    const other = new Page(second);
    other.open();
    await pass(second, [other], 4);
    // The page's model hears the new server.
    const answer = await second.service.answer(page.model.since);
    page.model.asking();
    page.model.answered(answer);
    expect(page.model.views.map(({ facts }) => facts.id)).toEqual([run.id]);
  });
});

describe('a run that no longer gains', () => {
  test('is said to be, with what an end would save', async () => {
    const simulation = aSimulation();
    const page = new Page(simulation);
    const run = simulation.begin('flat');
    page.open();
    for (let epoch = 1; epoch <= 20; epoch++) {
      await pass(simulation, [page], 4);
      const value = Math.min(0.9, 0.3 * epoch);
      simulation.write(run, { k: 'metric', values: { val_accuracy: value }, epoch });
      simulation.write(run, { k: 'epoch', n: epoch, of: 100 });
    }
    await pass(simulation, [page], 3);
    const facts = viewOf(page, run.id)?.facts;
    expect(facts?.stop).toMatchObject({ metric: 'val_accuracy', of: 20 });
    expect(facts?.stop?.epochs).toBeLessThan(12);
    expect(facts?.stop?.saves?.value).toBeGreaterThan(run.energyJ * 2);
    expect(facts?.forecast?.energy.value).toBeGreaterThan(run.energyJ * 3);
    expect(facts?.forecast?.endMs).toBeGreaterThan(simulation.host.clock.wallMs());
  });
});

describe('those who do not read', () => {
  const hubOf = () => new LiveHub('e', wasteRules());

  test('are dropped, and the others hear on', () => {
    const hub = hubOf();
    hub.follow('A');
    const all = lines([start({ id: 'A' }), machine([component('cpu')]), ...aHundred()]);
    let closed = 0;
    const heard: string[] = [];
    const deaf: Listener = { send: () => false, close: () => closed++ };
    hub.join(deaf);
    hub.join({ send: (text) => heard.push(text) > 0, close: () => undefined });
    for (const [n, line] of all.entries()) {
      hub.apply('A', line);
      hub.show('A');
      hub.beat(n * 1000);
    }
    expect(closed).toBe(1);
    expect(hub.listeners).toBe(1);
    expect(heard.length).toBeGreaterThan(90);
  });

  test('who hears nothing for a while hears that somebody is there', () => {
    const hub = hubOf();
    const heard: string[] = [];
    hub.join({ send: (text) => heard.push(text) > 0, close: () => undefined });
    for (let s = 0; s <= 60; s++) hub.beat(s * 1000);
    expect(heard[0]).toContain('event: hello');
    expect(heard.slice(1)).toEqual([': here\n\n', ': here\n\n', ': here\n\n', ': here\n\n']);
  });

  test('a question for the headers alone leaves nobody listening', async () => {
    const simulation = aSimulation();
    const server = await aServer([eventsOf(simulation)]);
    for (let n = 0; n < 40; n++) {
      const heard = await askOwn(server, { method: 'HEAD', path: '/api/live/events' });
      expect(heard.headers['content-type']).toBe('text/event-stream');
    }
    expect(simulation.service.listeners).toBe(0);
    expect((await ask(server, { path: '/api/live/events' })).status).toBe(401);
  });

  test('who hangs up is not told on; more than thirty-two at once are turned away', async () => {
    const simulation = aSimulation();
    const server = await aServer([eventsOf(simulation)]);
    const opened = Array.from({ length: 32 }, () => {
      const asked = request({
        port: server.port,
        host: '127.0.0.1',
        path: '/api/live/events',
        headers: { cookie: server.cookie },
        agent: false,
      });
      asked.on('error', () => undefined);
      asked.end();
      return asked;
    });
    await expect.poll(() => simulation.service.listeners).toBe(32);
    const late = await askOwn(server, { path: '/api/live/events' });
    expect(late.status).toBe(503);
    for (const one of opened) one.destroy();
    await expect.poll(() => simulation.service.listeners).toBe(0);
  });
});

test('an answer since a version holds only what has changed', async () => {
  const simulation = aSimulation();
  const [a, b] = [simulation.begin('a'), simulation.begin('b')];
  await pass(simulation, [], 5);
  const whole = await simulation.service.answer();
  expect(whole.runs.map(({ id }) => id).toSorted()).toEqual([a.id, b.id].toSorted());
  expect(whole.runs.every(({ power }) => (power?.length ?? 0) >= 4)).toBe(true);
  const same = await since(simulation, whole);
  expect(same.runs).toEqual([]);
  simulation.write(b, { k: 'epoch', n: 1 });
  const changed = await since(simulation, whole);
  expect(changed.runs.map(({ id }) => id)).toEqual([b.id]);
  expect(changed.runs[0]?.power).toBeUndefined();
  expect(changed.ids).toHaveLength(2);
});

test('what is no message of ours is none', () => {
  for (const [id, data] of [
    ['', '{}'],
    ['e.1', '['],
    ['e.x', '{"at":1,"v":1,"b":[]}'],
    ['e.1', '{"at":"1","v":1,"b":[]}'],
    ['e.1', 'null'],
  ] as const)
    expect(readMessage(id, data)).toBeUndefined();
});

function since(simulation: LiveSimulation, { epoch, version }: LiveAnswer): Promise<LiveAnswer> {
  return simulation.service.answer({ epoch, version });
}

function eventsOf(simulation: LiveSimulation) {
  return {
    method: 'GET',
    path: '/live/events',
    answer: () => {
      const stream = simulation.service.events();
      return stream === undefined
        ? { status: 503, body: '{}' }
        : { status: 200, type: 'text/event-stream', body: stream };
    },
  } as const;
}

function aHundred() {
  return Array.from({ length: 100 }, () => sample([10], [2], [0.5], [0.5]));
}
