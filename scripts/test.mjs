// `npm test`, `npm run test:interop`, `npm run test:browser`, `npm run soak`: sets up what they need from a bare clone, runs everything, and says in the last
// line how much passed and failed. Plain Node, no packages.
//
//   node scripts/test.mjs [unit|interop|browser|soak|gpu] [vitest's own arguments]
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runChecks } from './check.mjs';
import { chromium, nodeOf, packages, pythonWith, root, run, say, sshd } from './set-up.mjs';

const SLOW = 'test/slow.vitest.config.ts';
const KINDS = ['unit', 'interop', 'browser', 'soak', 'gpu'];
const [first, ...others] = process.argv.slice(2);
const kind = KINDS.includes(first) ? first : 'unit';
const vitestArguments = kind === first ? others : process.argv.slice(2);
const failures = [];

packages();
say('building');
run(process.execPath, ['scripts/build.mjs']);
const counts =
  kind === 'unit'
    ? await unit()
    : kind === 'interop'
      ? interop()
      : kind === 'browser'
        ? browser()
        : vitest(['--config', SLOW, `test/${kind}`]);
const { passed, failed } = counts;
// Said again at the end: of a long output often only the end is kept.
for (const name of failures) process.stdout.write(`failed: ${name}\n`);
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

async function unit() {
  for (const major of [20, 22, 24]) attempt(`Node ${major}`, () => nodeOf(major));
  let tools = 'python3';
  attempt('what checks, builds and shows the Python client', () => {
    tools = pythonWith('test/python/requirements.txt');
  });
  say('checking');
  const checks = await runChecks();
  failures.push(...checks.bad.map((name) => `npm run ${name}`));
  const python = [unittest('tests'), unittest('tests_with_agent'), unittest('tests_with_tools', tools)];
  return sum(checks, vitest([]), ...python);
}

function interop() {
  attempt('CodeCarbon', () => pythonWith('test/interop/requirements.txt'));
  attempt('readers of exports', () => pythonWith('test/interop/requirements-exports.txt'));
  attempt('the frameworks of the callbacks', () => pythonWith('test/interop/callbacks/requirements.txt'));
  attempt('DVC', () => pythonWith('test/interop/requirements-dvc.txt'));
  attempt('a server of SSH', () => sshd());
  attempt('the tools whose records are imported', () => pythonWith('test/interop/import-requirements.txt'));
  return vitest(['--config', SLOW, 'test/interop']);
}

function browser() {
  attempt('Chromium', () => chromium());
  return vitest(['--config', SLOW, 'test/browser']);
}

/** What cannot be fetched fails the tests that need it, not all the others. */
function attempt(what, get) {
  try {
    get();
  } catch (error) {
    say(`${what} cannot be had: ${error.message}`);
  }
}

function vitest(args) {
  say(`vitest ${[...args, ...vitestArguments].join(' ')}`);
  const report = join(root, '.cache', `vitest-${process.pid}.json`);
  mkdirSync(join(root, '.cache'), { recursive: true });
  const { status } = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...args,
      ...vitestArguments,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    failures.push(...testResults.flatMap(failuresOf));
    // A test that is skipped has not passed.
    const failed = numFailedTests + numPendingTests + numTodoTests;
    return { passed: numPassedTests, failed: Math.max(failed, status === 0 ? 0 : 1) };
  } catch (error) {
    say(`vitest left no report: ${error.message}`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(report, { force: true });
  }
}

/** What did not pass in a file of vitest's report, each with the first line of why. */
function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(root, name);
  const bad = assertionResults.filter((test) => test.status !== 'passed');
  if (bad.length === 0) return status === 'passed' ? [] : [`${file}: ${firstLine(message)}`];
  return bad.map(
    ({ fullName, status: state, failureMessages }) =>
      `${file} > ${fullName}: ${firstLine(failureMessages?.[0] ?? state)}`,
  );
}

function firstLine(text) {
  return (text ?? '').split('\n', 1)[0].slice(0, 300);
}

/** The Python client's own tests, in one of its folders. */
function unittest(folder, python = 'python3') {
  say(`${python} -m unittest ${folder}`);
  const { status, stderr, error } = spawnSync(
    python,
    ['-m', 'unittest', 'discover', '-s', folder, '-t', '.'],
    {
      cwd: join(root, 'python'),
      stdio: ['ignore', 'inherit', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    },
  );
  process.stderr.write(error === undefined ? stderr : `${python}: ${error.message}\n`);
  const ran = Number(/^Ran (\d+) test/m.exec(stderr ?? '')?.[1] ?? 0);
  const bad = /^(?:OK|FAILED) \((.*)\)$/m.exec(stderr ?? '')?.[1] ?? '';
  const failed = [...bad.matchAll(/(?:failures|errors|skipped)=(\d+)/g)].reduce(
    (n, m) => n + Number(m[1]),
    0,
  );
  for (const [, test] of (stderr ?? '').matchAll(/^(?:FAIL|ERROR): (.*)$/gm))
    failures.push(`python/${folder}: ${test}`);
  const least = status === 0 && ran > 0 ? 0 : 1;
  return { passed: Math.max(0, ran - failed), failed: Math.max(failed, least) };
}

function sum(...all) {
  return {
    passed: all.reduce((n, part) => n + part.passed, 0),
    failed: all.reduce((n, part) => n + part.failed, 0),
  };
}
