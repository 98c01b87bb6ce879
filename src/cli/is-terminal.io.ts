import { fstatSync } from 'node:fs';

/** Device numbers that Linux gives to terminals: consoles and serial lines, /dev/tty, pseudo-terminals (Documentation/admin-guide/devices.txt). */
const TERMINAL_MAJORS = new Set([4, 5, 136, 137, 138, 139, 140, 141, 142, 143]);

/**
 * Whether a descriptor is a terminal. `node:tty` would say it as well, but loading it brings all of Node's networking and costs more than
 * the rest of the command line.
 */
export function isTerminal(fd: number): boolean {
  try {
    const found = fstatSync(fd);
    if (!found.isCharacterDevice()) return false;
    if (process.platform === 'linux') return TERMINAL_MAJORS.has(majorOf(found.rdev));
  } catch {
    return false; // closed
  }
  const { isatty } = process.getBuiltinModule('node:tty');
  return isatty(fd);
}

/** The C library's major(3) for 64-bit device numbers. */
function majorOf(device: number): number {
  return Number((BigInt(device) >> 8n) & 0xfffn) | Number((BigInt(device) >> 32n) & ~0xfffn);
}
