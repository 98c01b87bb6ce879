import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Host } from '../../../host/host.ts';

/** What a Chromium is called where it is installed; any of them prints alike. */
export const BROWSERS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'chrome-headless-shell',
  'microsoft-edge',
  'brave-browser',
] as const;

const MAC_APPS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
] as const;

/** The Chromium of this machine: the one that CHROME_PATH names, else the first that is found; undefined where there is none. Nothing is downloaded. */
export function findBrowser({ env, home, platform }: Host): string | undefined {
  const named = env['CHROME_PATH'];
  if (named !== undefined && named !== '') return isProgram(named) ? named : undefined;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'));
  const places = BROWSERS.flatMap((name) => folders.map((folder) => join(folder, name)));
  const apps =
    platform === 'darwin'
      ? ['/Applications', ...(home === undefined ? [] : [join(home, 'Applications')])].flatMap((folder) =>
          MAC_APPS.map((app) => join(folder, app)),
        )
      : [];
  return [...places, ...apps].find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
