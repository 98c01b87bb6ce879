import { spawn } from 'node:child_process';

/** Opens a file with what the desktop opens pages with; where there is none, nothing happens. */
export function openInBrowser(path: string): void {
  const command = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const child = spawn(command, [path], { detached: true, stdio: 'ignore' });
  child.on('error', () => undefined);
  child.unref();
}
