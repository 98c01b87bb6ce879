/** Where macOS has it. */
export const POWERMETRICS = '/usr/bin/powermetrics';

/** Its arguments: an endless stream of the powers, line by line. They hold no comma, which sudoers would take for the end of a command. */
export function powermetricsArguments(sampleMs: number): readonly string[] {
  return ['--samplers', 'cpu_power', '-i', String(sampleMs), '-b', '1'];
}

/** The line of sudoers that lets a user run exactly this command without a password, and nothing else. */
export function sudoersLine(user: string, args: readonly string[]): string {
  return `${user} ALL=(root) NOPASSWD: ${[POWERMETRICS, ...args].join(' ')}`;
}

/** The command that installs that line, checked before it counts. */
export function sudoersFix(user: string, args: readonly string[]): string {
  const file = '/etc/sudoers.d/joulebook';
  return `echo "${sudoersLine(user, args)}" | sudo tee ${file} && sudo chmod 440 ${file} && sudo visudo -cf ${file}`;
}
