import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Comparison, type How, type Seen } from './faithful.ts';

const place = new Comparison();
const noise = randomBytes(2 ** 20);
writeFileSync(join(place.dir, 'noise'), noise);
writeFileSync(join(place.dir, 'no-shebang'), 'echo "$0 $1"\n', { mode: 0o755 });
writeFileSync(join(place.dir, 'no-interpreter'), '#!/nowhere/at/all\n', { mode: 0o755 });
writeFileSync(join(place.dir, 'not-executable'), 'echo no\n', { mode: 0o644 });
chmodSync(join(place.dir, 'no-shebang'), 0o755);

/** Python in one line: a script that needs no quoting of its own. */
const python = (code: string): string => `python3 -c '${code}'`;
const DESCRIPTORS = python(
  'import os; print([fd for fd in range(256) if os.path.exists(f"/proc/self/fd/{fd}")])',
);

/** The C library ignores 32 and 33, its own, in what it spawns; programs set them up anew. */
const SIGNALS = python(
  'import re; t = open("/proc/self/status").read(); print([(k, hex(int(v, 16) & ~(3 << 31))) for k, v in re.findall(r"(Sig(?:Ign|Blk|Cgt)):\\s+(\\w+)", t)])',
);

/** Strings of bytes: comparing megabytes element by element takes seconds. */
function asText({ stdout, stderr, ...rest }: Seen) {
  return { ...rest, stdout: stdout.toString('latin1'), stderr: stderr.toString('latin1') };
}

function expectSame(script: string, how: How = {}): void {
  expect(asText(place.wrapped(script, how))).toEqual(asText(place.direct(script, how)));
}

/** Each of these shell scripts does the same with and without `joulebook run` in place of `$W`. */
const SAME: readonly (readonly [string, string])[] = [
  [
    'exit codes',
    'for c in 0 1 2 3 4 64 99 125 126 127 128 137 254 255; do $W sh -c "exit $c"; echo $?; done',
  ],
  [
    'death by a signal',
    'for s in INT QUIT TERM HUP USR1 SEGV ABRT KILL PIPE; do $W sh -c "kill -$s \\$\\$" 2>/dev/null; echo $s $?; done 2>/dev/null',
  ],
  ['stdout and stderr apart', '$W sh -c "echo out; echo err >&2; echo more"'],
  ['a megabyte out', '$W cat noise'],
  ['a megabyte to stderr', '$W sh -c "cat noise >&2"'],
  ['a script without a shebang', '$W ./no-shebang "a b"'],
  ['a script without a shebang on the PATH', 'PATH="$PWD:$PATH"; $W no-shebang x'],
  ['arguments that are no UTF-8', "$W printf '%s|' $'\\xff\\xfe' '' 'a b' $'\\n' '--help' $'caf\\xe9'"],
  ['an option of ours behind the command is the command’s', '$W echo --quiet -- --book x'],
  ['descriptors 3 and 9', '$W sh -c "cat <&3; cat <&9" 3<<<three 9<<<nine'],
  ['process substitution', '$W cat <(echo one) <(echo two)'],
  ['writing to a descriptor', '$W sh -c "echo five >&5" 5>five; cat five'],
  [
    'which descriptors are open',
    `$W ${DESCRIPTORS} 7</dev/null 15</dev/null 16</dev/null 63</dev/null 200</dev/null`,
  ],
  [
    'a working folder that has been removed',
    'cd "$(mktemp -d)"; rmdir "$PWD"; $W sh -c "exit 3" 2>/dev/null; echo $?',
  ],
  ['closed stdin', `$W ${DESCRIPTORS} <&-; $W cat <&- 2>/dev/null; echo $?`],
  ['closed stdout', '$W sh -c "ls -l /proc/self/fd/1 >&2" >&- 2>/dev/null; $W true >&-; echo $?'],
  ['closed stderr', `$W ${DESCRIPTORS} 2>&-`],
  ['limits of the shell', 'ulimit -Sn 1000; ulimit -Sc 0; $W sh -c "ulimit -aS; ulimit -aH"'],
  ['a low limit of descriptors', 'ulimit -n 64; $W sh -c "ulimit -Sn; ulimit -Hn"'],
  ['ignored and blocked signals', `trap '' HUP USR2; $W ${SIGNALS}`],
  ['no signal is ignored that was not', `$W ${SIGNALS}`],
  ['ignored SIGPIPE stays ignored', `trap '' PIPE; $W ${SIGNALS}`],
  ['SIGPIPE ends the command', '$W yes | head -1; echo ${PIPESTATUS[@]}'],
  [
    'umask, folder, process group, session',
    'umask 027; cd /; $W sh -c "umask; pwd"; $W ps -o pgid=,sid= -p $$',
  ],
  ['nohup', 'nohup $W sh -c "kill -HUP \\$\\$; echo alive"'],
  ['the end of time', '($W timeout -s KILL 0.2 sleep 30; echo $?) 2>/dev/null'],
  ['timeout around it', 'timeout 0.5 $W sleep 30; echo $?'],
  ['a command that forks and exits', '$W sh -c "(sleep 0.2; echo late) & echo early"'],
  ['a command that execs', '$W sh -c "exec sh -c \\"exec echo exec\\""'],
  [
    'a command that ends at once, many times',
    'for i in 1 2 3 4 5; do $W true; echo $?; $W false; echo $?; done',
  ],
  [
    'pipes stay blocking',
    `$W ${python('import fcntl; print([fcntl.fcntl(f, 3) & 2048 for f in (0, 1, 2)])')}; ${python(
      'import fcntl; print([fcntl.fcntl(f, 3) & 2048 for f in (0, 1, 2)])',
    )}`,
  ],
  ['stdout is the caller’s own', '$W readlink /proc/self/fd/1 > named; cat named'],
];

describe('joulebook run does as the command itself', () => {
  test.each(SAME)('%s', (_, script) => expectSame(script));

  test('stdin, a megabyte of bytes', () => {
    expectSame('$W cat; echo $?', { input: noise });
    expectSame('$W head -c 5; echo; cat | wc -c', { input: noise });
  });

  test('SIGCHLD that the caller ignores does not hide the end of the command', () => {
    const code =
      'import os, signal, sys; signal.signal(signal.SIGCHLD, signal.SIG_IGN); os.execvp(sys.argv[1], sys.argv[1:])';
    expectSame(`for i in 1 2 3; do python3 -c '${code}' $W sh -c 'exit 7'; echo $?; done`);
  });

  test('the direct caller sees the signal itself', () => {
    for (const signal of ['SEGV', 'TERM', 'INT', 'KILL', 'USR1']) {
      const seen = place.wrapped(`exec $W sh -c 'kill -${signal} $$'`);
      expect(seen).toMatchObject({ code: null, signal: `SIG${signal}` });
    }
    expect(place.lastRecord()).toMatchObject({ state: 'failed', exitCode: null, signal: 'SIGUSR1' });
  });

  test('no core file of ours: the limit of the command itself is untouched', () => {
    expectSame('ulimit -c unlimited 2>/dev/null; $W sh -c "ulimit -c"');
  });
});

describe('the environment of the command', () => {
  const list = (script: string, how: How, wrapped: boolean): readonly string[] => {
    const seen = wrapped ? place.wrapped(script, how) : place.direct(script, how);
    return seen.stdout
      .toString('latin1')
      .split('\0')
      .filter((entry) => entry !== '' && !/^(_|W)=/.test(entry)) // bash names the command there
      .sort();
  };
  const ours = /^JOULEBOOK_(DIR|RUN|REPORT_FILE)=./;

  test.each([
    ['plain', '$W env -0', {}],
    ['exported functions', 'f() { echo "from f: $1"; }; export -f f; $W env -0', {}],
    ['bytes that are no UTF-8', "export ODD=$'\\xff\\xfe\\n=x'; $W env -0", {}],
    ['100 kB', '$W env -0', { env: { LARGE: 'x'.repeat(100_000), MORE: 'y'.repeat(50_000) } }],
    ['options of Node', 'export NODE_OPTIONS=--no-warnings NODE_EXTRA_CA_CERTS=/nowhere; $W env -0', {}],
    ['many', 'for i in $(seq 500); do export "V$i=$i"; done; $W env -0', {}],
  ])('%s: the caller’s, and three of ours', (_, script, how) => {
    const wrapped = list(script, how, true);
    expect(wrapped.filter((entry) => !ours.test(entry))).toEqual(list(script, how, false));
    expect(wrapped.filter((entry) => ours.test(entry))).toHaveLength(3);
  });

  test('an exported function can be called', () => {
    expectSame('f() { echo "from f: $1"; }; export -f f; $W bash -c "f 1"');
  });

  test('entries without a name or twice are passed on', () => {
    const odd =
      'import os, sys; os.execve("/bin/sh", ["sh", "-c", sys.argv[1]], {b"A": b"1", b"PATH": os.environb[b"PATH"], b"JOULEBOOK_REGISTRY": os.environb[b"JOULEBOOK_REGISTRY"]})';
    expectSame(`python3 -c '${odd}' "$W sh -c 'echo \\$A'"`);
  });
});

describe('what cannot be started', () => {
  test.each([
    ['not found', 'no-such-command-anywhere', 127],
    ['not found in a folder', './no-such-command', 127],
    ['without its interpreter', './no-interpreter', 127],
    ['not executable', './not-executable', 126],
    ['a folder', './', 126],
    ['below a file', './noise/below', 126],
  ])('%s', (_, command, code) => {
    const seen = place.wrapped(`$W ${command}`, { options: '' });
    expect(seen.code).toBe(code);
    expect(seen.stderr.toString()).toMatch(/error: .*\n {2}why: .*\n {2}fix: /);
    expect(place.direct(`$W ${command}`).code).toBe(code);
  });

  test('leaves no run behind', () => {
    const empty = new Comparison();
    empty.wrapped('$W no-such-command-anywhere');
    expect(empty.records()).toEqual([]);
  });
});

describe('what outlives the command', () => {
  test('a daemon is named in the record', () => {
    const seen = place.wrapped(
      '$W sh -c "setsid sleep 3 >/dev/null 2>&1 </dev/null & until grep -q sleep /proc/\\$!/comm; do sleep 0.01; done; echo \\$!"',
    );
    expect(seen.code).toBe(0);
    expect(place.lastRecord().survivors).toEqual([
      { pid: Number(seen.stdout.toString()), name: 'sleep', cpuS: expect.any(Number) },
    ]);
  });

  test('nobody is named where nobody is left', () => {
    place.wrapped('$W sh -c "sleep 0.1 & wait"');
    expect(place.lastRecord().survivors).toBeUndefined();
  });
});

describe('--capture', () => {
  const pattern = '--capture epoch=(?<epoch>\\d+).*loss=(?<loss>[\\d.]+)';

  test('passes every byte on', () => {
    const seen = place.wrapped('$W cat noise', { options: `--quiet ${pattern}` });
    expect(seen.stdout.equals(noise)).toBe(true);
  });

  test('to a slow reader too', () => {
    const seen = place.wrapped('$W cat noise | (sleep 0.7; cat)', { options: `--quiet ${pattern}` });
    expect(seen.stdout.equals(noise)).toBe(true);
  });

  test('reads metrics and epochs, a last line without its end too', () => {
    const out = 'epoch=0 loss=0.5\\nnothing\\nepoch=1 loss=0.25';
    const seen = place.wrapped(`$W printf '${out}'`, { options: `--quiet ${pattern}` });
    expect(seen.stdout.toString()).toBe('epoch=0 loss=0.5\nnothing\nepoch=1 loss=0.25');
    const { metrics, energy } = place.lastRecord();
    expect(metrics).toEqual({ loss: 0.25 });
    expect(energy.epochs.map((epoch) => epoch.n)).toEqual([0, 1]);
  });

  test('a reader that goes away ends the command as it does without us', () => {
    const script = '$W yes | head -1; echo ${PIPESTATUS[0]}';
    const seen = place.wrapped(script, { options: `--quiet ${pattern}` });
    expect(seen.stdout).toEqual(place.direct(script).stdout);
  });

  test('without a named group is refused', () => {
    const seen = place.wrapped('$W true', { options: '--capture loss' });
    expect(seen.code).toBe(2);
    expect(seen.stderr.toString()).toContain('no named group');
  });
});

describe('what joulebook itself says', () => {
  test('nothing with --quiet', () => {
    const seen = place.wrapped('$W true', { options: '--quiet' });
    expect([seen.stdout.length, seen.stderr.toString()]).toEqual([0, '']);
  });

  test('whole lines without cursor moves on what is no terminal, and nothing on stdout', () => {
    const seen = place.wrapped('$W sleep 0.3', { options: '--interval 100ms --region FR' });
    const text = seen.stderr.toString();
    expect(seen.stdout.length).toBe(0);
    expect(text).toMatch(/^joulebook: start \S+ grade [ABC] region France\n/);
    expect(text).toContain('Energy');
    expect(text.endsWith('\n')).toBe(true);
    // eslint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u001b\r]/);
  });

  test('the record under --json, behind the output of the command', () => {
    const seen = place.wrapped('$W echo hello', { options: '--json' });
    const [first, ...rest] = seen.stdout.toString().split('\n');
    expect(first).toBe('hello');
    expect(JSON.parse(rest.join('\n'))).toMatchObject({
      schema: 'joulebook.run/1',
      ok: true,
      data: { command: ['echo', 'hello'], state: 'ok', exitCode: 0 },
    });
  });

  test('no command: a usage error', () => {
    const seen = place.wrapped('$W');
    expect(seen.code).toBe(2);
    expect(seen.stderr.toString()).toContain('no command to run');
  });
});

describe.each([
  ['without native bindings', { JOULEBOOK_NO_NATIVE: '1' }],
  ['with CPU time from /proc', { JOULEBOOK_CPU_SOURCE: 'proc' }],
])('%s', (_, env) => {
  const BASIC = [
    'exit codes',
    'death by a signal',
    'stdout and stderr apart',
    'a megabyte out',
    'a script without a shebang',
    'descriptors 3 and 9',
    'process substitution',
    'SIGPIPE ends the command',
    'a command that forks and exits',
  ];
  test.each(SAME.filter(([name]) => BASIC.includes(name)))('%s', (_name, script) =>
    expectSame(script, { env }),
  );

  test('stdin', () => expectSame('$W cat', { env, input: noise }));

  test('what cannot be started', () => {
    expectSame('$W ./not-executable 2>/dev/null; echo $?; $W no-such-thing 2>/dev/null; echo $?', { env });
  });

  test('a record is kept', () => {
    place.wrapped('$W sh -c "exit 5"', { env });
    expect(place.lastRecord()).toMatchObject({ state: 'failed', exitCode: 5, usage: { cpuSource: 'proc' } });
  });
});

test('the noise is what was read', () => {
  expect(readFileSync(join(place.dir, 'noise')).equals(noise)).toBe(true);
});
