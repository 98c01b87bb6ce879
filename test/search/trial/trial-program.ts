import { bundled } from '../../bundled.ts';

/** Runs one trial as it is told by JSON in its first argument, and prints how it ended. */
export const trialProgram = (): string => bundled(SOURCE);

const SOURCE = `
import { realHost } from './src/host/real-host.io.ts';
import { native } from './src/host/native.io.ts';
import { MeasuredTrials } from './src/search/trial/measured-trials.io.ts';
import { TrialRun } from './src/search/trial/run-trial.io.ts';
import { HttpReports } from './src/search/workers/http-reports.io.ts';

const { study, command, decisions = {}, interruptAfterS, killAfterS, silentAfterS, isResumed = false, until } = JSON.parse(process.argv[2]);
const host = realHost();
const options = { cwd: host.cwd, tags: [], intervalS: 0.1, scope: 'attributed', csv: [], intensityGPerKwh: 100 };
const measured = MeasuredTrials.open(host, native(), options, 'study', ['joulebook', 'search']);
if (!measured.ok) throw new Error(JSON.stringify(measured.error));
const http = await HttpReports.open();
if (!http.ok) throw new Error(JSON.stringify(http.error));
const reports = [];
const judge = {
  report: ({ resource, metrics }, usage) => {
    reports.push([resource, metrics.acc, usage.joules]);
    const action = decisions[resource];
    return action === undefined ? { action: 'continue' } : { action, reason: { rule: 'test', resource, text: 'told so' } };
  },
  sample: (_usage, silentS) => (silentAfterS !== undefined && silentS > silentAfterS ? 'silent' : { action: 'continue' }),
  settled: () => Promise.resolve(),
};
const admitted = http.value.admit(async (said) => run.hear(said, 'http'));
const task = {
  input: { study: 'study', number: 3, parameters: { lr: 0.1, nested: { a: [1, 'x'] } }, seed: 42, isResumed, until },
  name: 'trial 3', argv: command, variables: { ...admitted.variables, EXTRA: 'yes' }, params: { lr: 0.1 }, metrics: ['acc'], counting: { last: 0 },
};
const run = new TrialRun({ host, native: native(), measured: measured.value, study }, task, judge);
if (interruptAfterS !== undefined) setTimeout(() => run.end('interrupt'), interruptAfterS * 1000);
if (killAfterS !== undefined) setTimeout(() => run.kill(), killAfterS * 1000);
const end = await run.run();
http.value.close();
const spent = measured.value.spent();
measured.value.end('ok');
process.stdout.write(JSON.stringify({ end, reports, spent, overhead: measured.value.overhead() }, (_, v) => Number.isNaN(v) ? 'NaN' : v));
process.exit(0);
`;
