import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Started, started } from '../bundled.ts';
import { Comparison, onTerminal, type Step } from './faithful.ts';

let place: Comparison;
beforeEach(() => {
  place = new Comparison();
  writeFileSync(join(place.dir, 'count.py'), COUNT_SIGNALS);
});

/** Says what reaches it; ends at the second INT or at `end` on stdin. */
const COUNT_SIGNALS = `
import os, signal, sys, time
seen = []
def note(number, frame):
    name = signal.Signals(number).name
    seen.append(name)
    os.write(1, (name + ";").encode())
    if name in sys.argv[1:] and seen.count(name) == (2 if "twice" in sys.argv else 1):
        sys.exit(40 + number)
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM):
    if signal.getsignal(number) != signal.SIG_IGN:
        signal.signal(number, note)
os.write(1, b"ready;")
until = time.monotonic() + float(os.environ.get("FOR", "60"))
while time.monotonic() < until:
    time.sleep(0.02)
print("timed out")
`;

/** Starts a measured command and waits until it says that it is ready. */
async function measured(args: readonly string[], env: Record<string, string> = {}): Promise<Started> {
  const [launcher = '', ...options] = place.wrapper().split(' ');
  const run = started(
    launcher,
    [...options, 'python3', join(place.dir, 'count.py'), ...args],
    place.env(env),
  );
  await run.said('ready;');
  return run;
}

describe.each([
  ['with native bindings', {}],
  ['without', { JOULEBOOK_NO_NATIVE: '1' }],
])('signals to the tracker reach the command, %s', (_, env) => {
  test.each([
    ['SIGTERM', 15],
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGQUIT', 3],
    ['SIGUSR1', 10],
    ['SIGUSR2', 12],
    ['SIGALRM', 14],
  ] as const)('%s', async (name, number) => {
    const run = await measured([name], env);
    run.kill(name);
    expect(await run.ended).toMatchObject({ code: 40 + number, signal: null, out: `ready;${name};` });
    const interrupting = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'].includes(name);
    expect(place.lastRecord()).toMatchObject({ state: interrupting ? 'interrupted' : 'failed' });
  });
});

test('a command that ends by the signal that we pass on: so do we', async () => {
  const [launcher = '', ...options] = place.wrapper().split(' ');
  const run = started(launcher, [...options, 'sh', '-c', 'echo ready; exec sleep 20'], place.env());
  await run.said('ready');
  run.kill('SIGTERM');
  expect(await run.ended).toMatchObject({ code: null, signal: 'SIGTERM' });
  expect(place.lastRecord()).toMatchObject({ state: 'interrupted', exitCode: null, signal: 'SIGTERM' });
});

test('a signal that comes while we start ends us or the command, and is not lost', async () => {
  const [launcher = '', ...options] = place.wrapper().split(' ');
  for (let i = 0; i < 5; i++) {
    const run = started(launcher, [...options, 'sleep', '20'], place.env());
    await new Promise((resolve) => setTimeout(resolve, 50 * i));
    run.kill('SIGTERM');
    expect(await run.ended).toMatchObject({ code: null, signal: 'SIGTERM' });
  }
});

test('an ignored hang-up stays ignored, by tracker and command', async () => {
  const script = `trap '' HUP; exec ${place.wrapper()} python3 count.py SIGTERM`;
  const run = started('bash', ['-c', `cd ${place.dir}; ${script}`], place.env());
  await run.said('ready;');
  run.kill('SIGHUP');
  run.kill('SIGTERM');
  expect(await run.ended).toMatchObject({ code: 55, out: 'ready;SIGTERM;' });
});

test('a stopped and continued tracker stops and continues nobody else', async () => {
  const run = await measured(['SIGTERM']);
  run.kill('SIGSTOP');
  run.kill('SIGCONT');
  run.kill('SIGTERM');
  expect(await run.ended).toMatchObject({ code: 55, out: 'ready;SIGTERM;' });
});

describe('on a terminal', () => {
  const start: readonly Step[] = [['expect', 'prompt> $']];
  const PROMPT = ['expect', 'prompt> $'] as const;

  /** The same conversation with the command alone and with the command measured. */
  function both(steps: readonly Step[]) {
    const direct = onTerminal(place, '', [...start, ...steps, ['send', 'exit\n']]);
    const wrapped = onTerminal(place, place.wrapper('--card off'), [...start, ...steps, ['send', 'exit\n']]);
    expect(direct.failed, direct.transcript).toBeNull();
    expect(wrapped.failed, wrapped.transcript).toBeNull();
    return wrapped;
  }

  test('Ctrl-C once reaches the command once; the run is interrupted', () => {
    const { transcript } = both([
      ['send', '$W python3 count.py SIGINT ; echo rc=$?\n'],
      ['expect', 'ready;'],
      ['send', '\u0003'],
      ['expect', 'rc=42'],
      PROMPT,
    ]);
    expect(transcript.match(/SIGINT;/g)).toHaveLength(1);
    expect(place.lastRecord()).toMatchObject({ state: 'interrupted', exitCode: 42 });
  });

  test('Ctrl-C on a command that does not catch it', () => {
    both([
      ['send', '$W sh -c "echo rea""dy; exec sleep 20"\n'],
      ['expect', 'ready'],
      ['send', '\u0003'],
      PROMPT, // an interactive bash forgets the rest of the line
      ['send', 'echo rc=$?\n'],
      ['expect', 'rc=130'],
      PROMPT,
    ]);
    expect(place.lastRecord()).toMatchObject({ state: 'interrupted', exitCode: null, signal: 'SIGINT' });
  });

  test('Ctrl-C twice reaches the command twice', () => {
    const { transcript } = both([
      ['send', '$W python3 count.py SIGINT twice; echo rc=$?\n'],
      ['expect', 'ready;'],
      ['send', '\u0003'],
      ['expect', 'SIGINT;'],
      ['send', '\u0003'],
      ['expect', 'SIGINT;'],
      ['expect', 'rc=42'],
      PROMPT,
    ]);
    expect(transcript.match(/SIGINT;/g)).toHaveLength(2);
  });

  test('Ctrl-\\ quits', () => {
    both([
      ['send', '$W python3 count.py SIGQUIT; echo rc=$?\n'],
      ['expect', 'ready;'],
      ['send', '\u001c'],
      ['expect', 'rc=43'],
      PROMPT,
    ]);
  });

  test.each([
    ['with native bindings', ''],
    ['without', 'export JOULEBOOK_NO_NATIVE=1; '],
  ])('Ctrl-Z and fg, %s', (_, setUp) => {
    both([
      ['send', `${setUp}$W sh -c 'echo rea""dy; read x; echo got:$x; exit 3'; echo rc=$?\n`],
      ['expect', 'ready'],
      ['send', '\u001a'],
      ['expect', 'Stopped'],
      PROMPT,
      ['send', 'fg\n'],
      ['send', 'hello\n'],
      ['expect', 'got:hello'],
      PROMPT,
      ['send', 'echo rc=$?\n'],
      ['expect', 'rc=3'],
      PROMPT,
    ]);
    expect(place.lastRecord()).toMatchObject({ exitCode: 3, state: 'failed' });
  });

  test('a job in the background, continued and waited for', () => {
    both([['send', '$W sh -c "sleep 0.3; exit 6" & wait $!; echo rc=$?\n'], ['expect', 'rc=6'], PROMPT]);
  });

  test('modes that the command set stay set', () => {
    both([
      ['send', '$W stty -echo; echo rc=$?\n'],
      ['expect', 'rc=0'],
      PROMPT,
      ['send', 'stty -a | grep -o -e "-echo "\n'],
      ['expect', '-echo '],
      PROMPT,
      ['send', 'stty echo\n'],
    ]);
  });

  test('the command sees the terminal on 0, 1 and 2', () => {
    both([
      ['send', '$W sh -c "test -t 0 && test -t 1 && test -t 2 && exit 9"; echo rc=$?\n'],
      ['expect', 'rc=9'],
      PROMPT,
    ]);
  });

  describe('that goes away', () => {
    beforeEach(() => {
      // It stays for some 600 ms after the first, to hear whether there is a second.
      writeFileSync(
        join(place.dir, 'hup.sh'),
        'trap "echo HUP >>hup" HUP\necho ready\ni=0; n=0\nwhile [ $i -lt 30 ] && [ $n -lt 1500 ]; do sleep 0.02; n=$((n+1)); [ -s hup ] && i=$((i+1)); done\necho done >>hup\n',
      );
      writeFileSync(join(place.dir, 'hup'), '');
    });

    function heard(wrapper: string, steps: readonly Step[], command?: string): string {
      const { failed, transcript } = onTerminal(place, wrapper, steps, command);
      expect(failed, transcript).toBeNull();
      const file = join(place.dir, 'hup');
      until(() => readFileSync(file, 'utf8').includes('done'));
      const text = readFileSync(file, 'utf8');
      writeFileSync(file, '');
      return text;
    }

    test('the leader of its session hears it once, and so does the command', () => {
      const steps: readonly Step[] = [['expect', 'ready\r'], ['hangup']];
      expect(heard('', steps, '$W sh ./hup.sh')).toBe('HUP\ndone\n');
      expect(heard(place.wrapper(), steps, '$W sh ./hup.sh')).toBe('HUP\ndone\n');
    });

    test('a shell and the kernel tell the command of a job, we do not add to it', () => {
      const steps: readonly Step[] = [
        ...start,
        ['send', '$W sh ./hup.sh\n'],
        ['expect', 'ready\r'],
        ['hangup'],
      ];
      // Twice, if the command is quick enough to tell both apart.
      expect(heard('', steps)).toMatch(/^(HUP\n){1,2}done\n$/);
      expect(heard(place.wrapper(), steps)).toMatch(/^(HUP\n){1,2}done\n$/);
    });
  });

  test('the live line stays away from a terminal that the command writes to, and comes with --live', () => {
    const talk = (options: string): string => {
      const { transcript, failed } = onTerminal(place, place.wrapper(options), [
        ...start,
        ['send', '$W sleep 1.5; echo rc=$?\n'],
        ['expect', 'rc=0'],
        ['send', 'exit\n'],
      ]);
      expect(failed, transcript).toBeNull();
      return transcript;
    };
    expect(talk('--interval 100ms --card off')).not.toContain('\u001b[K');
    expect(talk('--interval 100ms --card off --live')).toMatch(/[⚡*] .* W /);
  });
  test('the forecast appears with the third of a known number of epochs', () => {
    // Each epoch is long beside an interval of the live line, also on a busy machine.
    writeFileSync(
      join(place.dir, 'epochs.sh'),
      'for e in 1 2 3 4; do sleep 0.8; echo "{\\"epoch\\":$e,\\"epochs\\":40}" >>"$JOULEBOOK_REPORT_FILE"; done; sleep 0.8\n',
    );
    const { transcript, failed } = onTerminal(place, place.wrapper('--live --interval 100ms --card off'), [
      ...start,
      ['send', '$W sh ./epochs.sh; echo rc=$?\n'],
      ['expect', 'epoch 1/40'],
      ['expect', 'epoch 3/40 .*~'],
      ['expect', 'left'],
      ['expect', 'rc=0'],
      ['send', 'exit\n'],
    ]);
    expect(failed, transcript).toBeNull();
    expect(transcript).not.toMatch(/epoch [12]\/40[^\r]*~/);
  });
});

function until(condition: () => boolean): void {
  const patience = Date.now() + 60_000;
  while (!condition()) {
    if (Date.now() > patience) throw new Error('waited in vain');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  }
}

test('the record of a run is there when its caller goes on', async () => {
  const run = await measured(['SIGTERM']);
  run.kill('SIGTERM');
  await run.ended;
  expect(existsSync(join(place.dir, 'book', 'emissions.csv'))).toBe(true);
});
