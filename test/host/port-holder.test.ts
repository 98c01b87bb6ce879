import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Host } from '../../src/host/host.ts';
import { portHolder } from '../../src/host/port-holder.io.ts';
import { realHost } from '../../src/host/real-host.io.ts';

const HEAD =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

/** A machine whose process 42 has a socket open. */
function machine(tcp: string, tcp6: string): Host {
  const proc = mkdtempSync(join(tmpdir(), 'joulebook-proc-'));
  mkdirSync(join(proc, 'net'));
  writeFileSync(join(proc, 'net/tcp'), HEAD + tcp);
  writeFileSync(join(proc, 'net/tcp6'), HEAD + tcp6);
  mkdirSync(join(proc, '42/fd'), { recursive: true });
  writeFileSync(join(proc, '42/comm'), 'python3\n');
  symlinkSync('socket:[777]', join(proc, '42/fd/5'));
  mkdirSync(join(proc, '43'));
  const real = realHost();
  return { ...real, roots: { ...real.roots, proc } };
}

const row = (local: string, state: string, inode: number): string =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0 100\n`;

test('the holder of a port is found by its socket, of either family', () => {
  expect(portHolder(machine(row('0100007F:12AC', '0A', 777), ''), 4780)).toEqual({
    pid: 42,
    name: 'python3',
  });
  const v6 = row('00000000000000000000000000000000:12AC', '0A', 777);
  expect(portHolder(machine('', v6), 4780)).toEqual({ pid: 42, name: 'python3' });
});

test('a connection from such a port, another port, and a socket of somebody else name nobody', () => {
  expect(portHolder(machine(row('0100007F:12AC', '01', 777), ''), 4780)).toBeUndefined();
  expect(portHolder(machine(row('0100007F:12AD', '0A', 777), ''), 4780)).toBeUndefined();
  expect(portHolder(machine(row('0100007F:12AC', '0A', 778), ''), 4780)).toBeUndefined();
  expect(portHolder(machine('', ''), 4780)).toBeUndefined();
});
