import { bundled } from '../../bundled.ts';

/** Works on a study as it is told by JSON in its first argument, and prints what came of it; SIGINT interrupts it. */
export const searchProgram = (): string => bundled(SOURCE);

const SOURCE = `
import { writeFileSync } from 'node:fs';
import { realHost } from './src/host/real-host.io.ts';
import { native } from './src/host/native.io.ts';
import { drawConfiguration } from './src/search/space/draw-configuration.ts';
import { Study } from './src/search/study/study.ts';
import { MeasuredTrials } from './src/search/trial/measured-trials.io.ts';
import { HttpReports } from './src/search/workers/http-reports.io.ts';
import { SearchRun } from './src/search/workers/search-run.io.ts';

const { folder, command, budget, slots = 1, retry = { max: 0, on: [] }, stopAt = {}, pauseAt, silenceS, maxResource } = JSON.parse(process.argv[2]);
const host = realHost();
const options = { cwd: host.cwd, tags: [], intervalS: 0.1, scope: 'attributed', csv: [], intensityGPerKwh: 100 };
const measured = MeasuredTrials.open(host, native(), options, 'study', ['joulebook', 'search']);
if (!measured.ok) throw new Error(JSON.stringify(measured.error));
const space = { parameters: [{ kind: 'float', name: 'lr', low: 0, high: 1, scale: 'linear' }], fixed: { epochs: 3 } };
const plan = {
  name: 'study', space, objectives: [{ metric: 'acc', goal: 'maximize' }], budget, seed: 7, workers: slots, deterministic: false, retry,
  constraints: [], controlShare: 0, sampler: { name: 'random' }, stopper: { name: 'none', settings: {} }, maxResource,
};
const paused = [];
const engine = {
  makeSampler: () => ({ propose: (_n, random) => drawConfiguration(space, random) }),
  makeStopper: () => ({
    decide: (trial, { resource }) => {
      const reason = { rule: 'test', resource, text: 'told so' };
      if (stopAt[trial.number] === resource) return { action: 'stop', reason };
      if (pauseAt === resource && !paused.includes(trial.number)) { paused.push(trial.number); return { action: 'pause', reason }; }
      return { action: 'continue' };
    },
    promote: () => { const trial = paused.find((n) => study.state.trial(n).state === 'paused'); return trial === undefined ? undefined : { trial, reason: { rule: 'test', resource: 1, text: 'goes on' } }; },
  }),
};
const start = host.clock.bootS();
const study = Study.begin(plan, engine, { at: 'now', time: () => host.clock.bootS() - start });
const http = await HttpReports.open();
const events = [];
const told = [];
const setting = {
  world: { host, native: native(), measured: measured.value, study: folder },
  open: { study, flush: () => { told.push(...study.takeEvents()); return undefined; } },
  plan: { study: 'study', commandOf: () => command, valuesOf: (configuration) => ({ ...space.fixed, ...configuration }), metrics: ['acc'] },
  slots: Array.from({ length: slots }, (_, number) => ({ number, variables: { SLOT: String(number) } })),
  http: http.value, silenceS,
  tell: (event) => { if (event.k !== 'line' && event.k !== 'reported') events.push(event.k === 'warning' ? event.warning.what : event.k); if (event.k === 'started') process.stderr.write('started\\n'); if (event.k === 'warning') writeFileSync(folder + '-warned', event.warning.what); },
};
const run = new SearchRun(setting);
process.on('SIGINT', () => run.interrupt());
const close = await run.run();
http.value.close();
const trials = study.state.trials.map(({ number, state, attempt, reports, failure, joules }) => ({ number, state, attempt, failure: failure?.kind, joules, reports: reports.map(({ resource, losses }) => [resource, losses[0]]) }));
const whole = measured.value.spent().joules;
measured.value.end('ok');
process.stdout.write(JSON.stringify({ close, trials, events, over: study.state.over?.why, spent: study.state.spent.j, whole }));
process.exit(0);
`;
