import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { LAUNCHER, Place } from './joulebook.ts';

interface Started {
  readonly child: ChildProcess;
  /** Without the token, with `/` at the end. */
  readonly address: string;
  readonly end: (signal: NodeJS.Signals) => Promise<void>;
}

async function dashboard(place: Place, words: readonly string[] = []): Promise<Started> {
  const child = spawn(LAUNCHER, ['ui', '--no-open', '--port', '0', '--token', 'not-for-a-card', ...words], {
    cwd: place.dir,
    env: place.env(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((done) => void child.on('close', () => done()));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  if (first.done === true) throw new Error('it ended');
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await ended;
  };
  return { child, address: first.value.replace(/#.*/, ''), end };
}

const notesOf = (place: Place): string => join(place.dir, 'home/.local/state/joulebook/dashboards');

/** What a command says on stderr. */
const said = (place: Place, ...words: readonly string[]): string => place.run(words).stderr;

function newestId(place: Place): string {
  return place.run(['ls', '--ids']).stdout.split('\n')[0] ?? '';
}

test('the card leads to the page of the run where a dashboard of this book runs, and names the command where none does', async () => {
  const place = new Place();
  expect(said(place, 'run', '--', 'true')).toMatch(/Details +joulebook show \S+ · joulebook ui\n$/);
  const running = await dashboard(place);
  const card = said(place, 'run', '--', 'true');
  expect(card).toContain(` Page      ${running.address}runs/${newestId(place)}\n`);
  expect(card).not.toContain('joulebook ui');
  expect(card).not.toContain('not-for-a-card');
  await running.end('SIGTERM');
  expect(readdirSync(notesOf(place))).toEqual([]);
  expect(said(place, 'run', '--', 'true')).toContain('· joulebook ui');
});

test('a dashboard that was started before the book was there is found, and by another name of the folder', async () => {
  const place = new Place();
  const running = await dashboard(place);
  expect(said(place, 'run', '--', 'true')).toContain(running.address);
  symlinkSync(join(place.dir, '.joulebook'), join(place.dir, 'by-another-name'));
  expect(said(place, 'ls', '--book', 'by-another-name')).toContain(running.address);
});

test('commands say the page of what they show', async () => {
  const place = new Place();
  place.run(['run', '--', 'true']);
  place.run(['run', '--', 'true']);
  const { address } = await dashboard(place);
  const [second = '', first = ''] = place.run(['ls', '--ids']).stdout.split('\n');
  expect(said(place, 'ls', 'state:ok', '--sort=-energy')).toContain(
    `${address}runs?q=state%3Aok&s=-energy\n`,
  );
  expect(said(place, 'show')).toContain(`${address}runs/${second}\n`);
  expect(said(place, 'compare', first, second)).toContain(`${address}compare?ids=${first}%2C${second}\n`);
  expect(said(place, 'waste')).toContain(`${address}waste\n`);
  for (const words of [
    ['ls', '--json'],
    ['show', '--json'],
    ['ls', '-q'],
  ])
    expect(said(place, ...words)).not.toContain(address);
  expect(place.run(['run', '--json', '--', 'true']).stderr).not.toContain(address);
});

test('frontier says its page, set as it was asked, and none where no run has a metric', async () => {
  const place = new Place();
  place.run(['run', '--', 'true']);
  const { address } = await dashboard(place);
  expect(said(place, 'frontier')).not.toContain(address);
  place.run(['run', '--', 'sh', '-c', 'echo \'{"loss":0.5}\' >> "$JOULEBOOK_REPORT_FILE"']);
  expect(said(place, 'frontier')).toContain(`${address}frontier\n`);
  const words = [
    'state:ok',
    '-m',
    'loss:min',
    '--against=time',
    '--seeds=together',
    '--unfinished',
    '--linear',
  ];
  expect(said(place, 'frontier', ...words)).toContain(
    `${address}frontier?q=state%3Aok&y=loss%3Amin&x=time&seeds=together&unfinished=1&log=0\n`,
  );
  expect(said(place, 'frontier', '--json')).not.toContain(address);
});

test('one of another book, one that was killed, and what is no note at all are not taken for it', async () => {
  const place = new Place();
  const other = await dashboard(place, ['--book', 'elsewhere/.joulebook']);
  expect(said(place, 'run', '--', 'true')).not.toContain(other.address);
  const killed = await dashboard(place);
  const left = join(
    notesOf(place),
    readdirSync(notesOf(place)).find((name) => noteHas(place, name, killed)) ?? '',
  );
  await killed.end('SIGKILL');
  expect(existsSync(left)).toBe(true);
  for (const [name, text] of [
    ['1.json', '{"book":'],
    ['2.json', 'null'],
    ['3.json', JSON.stringify({ book: join(place.dir, '.joulebook'), address: 'javascript:alert(1)' })],
  ] as const)
    writeFileSync(join(notesOf(place), name), text);
  expect(said(place, 'run', '--', 'true')).toContain('· joulebook ui');
  expect(existsSync(left)).toBe(false);
});

test('a pid that another process has by now is not taken for the dashboard', async () => {
  const place = new Place();
  const running = await dashboard(place);
  const [name = ''] = readdirSync(notesOf(place));
  const path = join(notesOf(place), name);
  const note = JSON.parse(readFileSync(path, 'utf8')) as { startTicks: number };
  writeFileSync(path, JSON.stringify({ ...note, startTicks: note.startTicks - 1 }));
  expect(said(place, 'run', '--', 'true')).not.toContain(running.address);
});

test('a home that takes no file keeps nobody from a dashboard', async () => {
  const place = new Place();
  mkdirSync(join(place.dir, 'home/.local'), { recursive: true });
  writeFileSync(join(place.dir, 'home/.local/state'), 'in the way');
  const { address } = await dashboard(place);
  expect(address).toMatch(/^http:/);
  expect(said(place, 'run', '--', 'true')).toContain('· joulebook ui');
});

function noteHas(place: Place, name: string, { address }: Started): boolean {
  return readFileSync(join(notesOf(place), name), 'utf8').includes(address);
}
