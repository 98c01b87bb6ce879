const CAUGHT = 1;
const UNCAUGHT = 255;

/** The exit code of a command of DVC's that catches its own failures. */
export function caught(code: number): number {
  return code === UNCAUGHT ? CAUGHT : code;
}
