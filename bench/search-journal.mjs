// How many reports a second a study takes in with its journal, what a decision costs, and how long a large study takes to open.
//
//   node bench/search-journal.mjs [--trials 10000] [--reports 50] [--batch 500]
//
// Every batch of reports is one write and one sync. Rates are of the wall clock, which a busy machine lengthens: the processor time of this
// process, its collector of garbage included, stands beside them.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importBundled } from './import-bundled.mjs';

const { values: options } = parseArgs({
  options: {
    trials: { type: 'string', default: '10000' },
    reports: { type: 'string', default: '50' },
    batch: { type: 'string', default: '500' },
  },
});
const [trials, reports, batch] = [options.trials, options.reports, options.batch].map(Number);
if (![trials, reports, batch].every((n) => Number.isInteger(n) && n > 0)) {
  console.error('--trials, --reports and --batch take whole numbers above zero');
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'joulebook-journal-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const { realHost, StudySession, studyFolder, randomSampler, halvingStop } = await importBundled(`
      export { realHost } from './src/host/real-host.io.ts';
      export { StudySession } from './src/search/journal/study-session.io.ts';
      export { studyFolder } from './src/search/journal/study-folder.io.ts';
      export { randomSampler } from './src/search/samplers/random-sampler.ts';
      export { halvingStop } from './src/search/stoppers/halving-stop.ts';
    `);

const plan = {
  name: 'large',
  space: { parameters: [{ kind: 'float', name: 'lr', low: 1e-5, high: 1e-1, scale: 'log' }], fixed: {} },
  objectives: [{ metric: 'loss', goal: 'minimize' }],
  maxResource: reports,
  budget: {},
  seed: 1,
  workers: 1,
  deterministic: false,
  retry: { max: 0, on: [] },
  constraints: [],
  // Every trial goes on to its end, so that all reports are made; the stopper decides on each of them.
  controlShare: 1,
  sampler: { name: 'random' },
  stopper: { name: 'asha', settings: {} },
};
const engine = { makeSampler: randomSampler(), makeStopper: halvingStop() };
const { clock } = realHost();
const place = studyFolder(folder, 'large').value;

/** Wall and processor time of some work, in seconds. */
function timed(work) {
  const [wall, cpu] = [process.hrtime.bigint(), process.cpuUsage()];
  const made = work();
  const { user, system } = process.cpuUsage(cpu);
  return { made, wall: Number(process.hrtime.bigint() - wall) / 1e9, cpu: (user + system) / 1e6 };
}

const session = StudySession.create(place, plan, engine, clock).value;
const { study } = session;
let since = 0;
const written = timed(() => {
  for (let n = 0; n < trials; n++) {
    study.ask();
    for (let x = 1; x <= reports; x++) {
      const loss = ((n * 7919) % 1000) / 1000 + 1 / x;
      study.report(n, { resource: x, metrics: { loss }, usage: { joules: x * 12.5 } });
      if (++since % batch === 0) session.flush();
    }
    study.tell(n, { state: 'complete' });
  }
  session.flush();
});
session.close();
const all = trials * reports;
const size = statSync(place.journal).size;
const opened = timed(() => StudySession.resume(place, () => ({ ok: true, value: engine }), clock));
const per = (seconds) => `${Math.round(all / seconds).toLocaleString('en')} a second`;
console.log(
  `${all.toLocaleString('en')} reports of ${trials.toLocaleString('en')} trials, ${(size / 1e6).toFixed(1)} MB`,
);
console.log(
  `taken in, decided on and on the disk   ${per(written.wall)}; by processor time ${per(written.cpu)}`,
);
console.log(
  `a report with its decision             ${((written.cpu / all) * 1e3).toFixed(4)} ms of processor time`,
);
console.log(
  `opened again                           ${opened.wall.toFixed(2)} s; processor time ${opened.cpu.toFixed(2)} s`,
);
