import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Replays conversations of docs/reference/agent-protocol/goldens; its README says what each line and placeholder means. */

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const KINDS: Readonly<Record<string, (value: Json | undefined) => boolean>> = {
  '<number>': (value) => typeof value === 'number',
  '<string>': (value) => typeof value === 'string',
  '<boolean>': (value) => typeof value === 'boolean',
  '<array>': (value) => Array.isArray(value),
  '<object>': isObject,
  '<number|null>': (value) => value === null || typeof value === 'number',
  '<string|null>': (value) => value === null || typeof value === 'string',
  '<text>': (value) => typeof value === 'string' && value !== '',
  '<ulid>': (value) => typeof value === 'string' && /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(value),
  '<grade>': (value) => typeof value === 'string' && /^[ABCD]$/.test(value),
  '<J>': (value) => isEstimate(value, 'J'),
  '<g>': (value) => isEstimate(value, 'g'),
  '<energy>': (value) =>
    isObject(value) && ['attributed', 'active', 'machine'].every((scope) => isEstimate(value[scope], 'J')),
};

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEstimate(value: Json | undefined, unit: string): boolean {
  if (!isObject(value) || value['unit'] !== unit || !isObject(value['errors'])) return false;
  const ends = [value['low'], value['value'], value['high']];
  if (!ends.every((end) => end === null || typeof end === 'number')) return false;
  const known = ends.filter((end) => typeof end === 'number');
  // Ends that should be equal may differ in their last digits.
  return known.every((end, i) => end >= 0 && (i === 0 || (known[i - 1] ?? 0) <= end * (1 + 1e-9)));
}

/** Where `actual` does not match `expected`: a list of sentences, empty where all is well. */
export function mismatches(actual: Json | undefined, expected: Json, at = '$'): string[] {
  const kind = typeof expected === 'string' ? KINDS[expected] : undefined;
  if (kind !== undefined)
    return kind(actual) ? [] : [`${at} is no ${JSON.stringify(expected)}: ${JSON.stringify(actual)}`];
  if (Array.isArray(expected)) {
    const list = expected as readonly Json[];
    if (!Array.isArray(actual) || actual.length !== list.length)
      return [`${at} is ${JSON.stringify(actual)}, not ${list.length} members`];
    return list.flatMap((item, i) => mismatches((actual as readonly Json[])[i], item, `${at}[${i}]`));
  }
  if (isObject(expected)) {
    if (!isObject(actual)) return [`${at} is no object: ${JSON.stringify(actual)}`];
    return Object.entries(expected).flatMap(([name, value]) => {
      const key = name.replace(/\?$/, '');
      if (key !== name && actual[key] === undefined) return [];
      return mismatches(actual[key], value, `${at}.${key}`);
    });
  }
  return actual === expected ? [] : [`${at} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`];
}

/** What to talk to. */
export interface AgentUnderTest {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** It writes `run.json`, so `record` lines are checked. */
  readonly records: boolean;
}

/** Longest wait for one line of the agent, ms: a bound for a stuck agent, not a pace. */
const PATIENCE_MS = 20_000;

/** Replays the conversation in `file`; throws with all that was said where an answer does not match. */
export async function replay(file: string, agent: AgentUnderTest): Promise<number> {
  const steps = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly [name: string]: Json });
  const [program = '', ...args] = agent.command;
  const child = spawn(program, args, { env: agent.env, stdio: ['pipe', 'pipe', 'pipe'] });
  const heard: string[] = [];
  let stderr = '';
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const lines = readLines(child.stdout);
  let dir: Json | undefined;
  let checks = 0;
  const fail = (step: Json, why: string): never => {
    throw new Error(`${why}\nat ${JSON.stringify(step)}\nheard:\n${heard.join('\n')}\nstderr: ${stderr}`);
  };
  try {
    for (const step of steps) {
      if ('client' in step) {
        const message = { ...(step['client'] as object), t: performance.now() / 1000 };
        child.stdin.write(`${JSON.stringify(message)}\n`);
      } else if ('clientText' in step) child.stdin.write(`${step['clientText'] as string}\n`);
      else if ('close' in step) child.stdin.end();
      else if ('waitS' in step) await sleep(Number(step['waitS']) * 1000);
      else if ('agent' in step) {
        const line = await within(lines.next(), () => fail(step, 'the agent said nothing'));
        if (line.done === true) return fail(step, 'the agent has ended');
        heard.push(line.value);
        const answer = JSON.parse(line.value) as { readonly [name: string]: Json };
        if (answer['type'] === 'started') dir = answer['dir'];
        const wrong = mismatches(answer, step['agent'] ?? null);
        if (wrong.length > 0) fail(step, wrong.join('\n'));
        checks += 1;
      } else if ('exit' in step) {
        const code = await within(exited, () => fail(step, 'the agent did not leave'));
        const rest = await lines.next();
        if (rest.done !== true) fail(step, `the agent said more: ${rest.value}`);
        if (code !== step['exit']) fail(step, `the agent left with ${code}`);
        checks += 1;
      } else if ('record' in step && agent.records) {
        if (typeof dir !== 'string') return fail(step, 'no folder of the run is known');
        const record = JSON.parse(readFileSync(join(dir, 'run.json'), 'utf8')) as Json;
        const wrong = mismatches(record, step['record'] ?? null, 'run.json');
        if (wrong.length > 0) fail(step, wrong.join('\n'));
        checks += 1;
      }
    }
    return checks;
  } finally {
    child.kill('SIGKILL');
  }
}

async function* readLines(stream: NodeJS.ReadableStream): AsyncGenerator<string, void, undefined> {
  let partial = '';
  for await (const chunk of stream) {
    const lines = (partial + chunk.toString()).split('\n');
    partial = lines.pop() ?? '';
    yield* lines;
  }
  if (partial !== '') yield partial;
}

async function within<T>(promise: Promise<T>, late: () => never): Promise<T> {
  const waiting = new AbortController();
  const tooLate = sleep(PATIENCE_MS, undefined, { signal: waiting.signal }).then(late);
  try {
    return await Promise.race([promise, tooLate]);
  } finally {
    tooLate.catch(() => undefined);
    waiting.abort();
  }
}
