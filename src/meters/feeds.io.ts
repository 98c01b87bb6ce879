import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { type Feeds, type MeterSettings, NO_FEEDS } from './feeds.ts';
import { driverPresence } from './nvml/driver-presence.io.ts';
import { canCallNvml } from './nvml/find-nvml.io.ts';
import type { Found } from './source.ts';

/** How long a plug is waited for, s: after that it may still answer while the run goes on. */
const PLUG_WAIT_S = 3;

/** Starts what this machine has of such meters; most have none, and then nothing is loaded and nothing awaited. */
export async function startFeeds(host: Host, hostId: string, settings: MeterSettings): Promise<Feeds> {
  const found: Found[] = [];
  const pids: number[] = [];
  const add = (one: Found, pid?: number): void => {
    found.push(one);
    if (pid !== undefined) pids.push(pid);
  };
  if (settings.plug !== undefined) add(await openPlugMeter(host, settings.plug, hostId));
  else if (existsSync(join(host.roots.dev, 'ipmi0'))) {
    const { startIpmi } = await import('./whole/ipmi-feed.io.ts');
    const feed = startIpmi(host, { hostId });
    if (feed !== undefined) add({ sources: [feed], findings: [] }, feed.pid);
  }
  if (driverPresence(host).sign !== undefined && !canCallNvml(host)) {
    const [{ startSmi }, { findSmi }] = await Promise.all([
      import('./nvml/start-smi.io.ts'),
      import('./nvml/find-smi.io.ts'),
    ]);
    const feed = startSmi(host);
    await feed?.ready;
    if (feed !== undefined) add(findSmi(feed, { hostId }), feed.pid);
  }
  if (host.platform === 'darwin') {
    const { findMacos } = await import('./macos/find-macos.io.ts');
    add(findMacos(host, { hostId, firstGpu: 0 }));
  }
  return found.length === 0 ? NO_FEEDS : { found, pids };
}

/** Ends feeds that no run has taken over. */
export function closeFeeds(feeds: Feeds): void {
  for (const { sources } of feeds.found) for (const source of sources) source.close();
}

async function openPlugMeter(host: Host, url: string, hostId: string): Promise<Found> {
  const { openPlug } = await import('./whole/plug.io.ts');
  const plug = openPlug(host, url, { hostId });
  const finding = await Promise.race([plug.ready, after(PLUG_WAIT_S)]);
  return { sources: [plug], findings: finding === undefined ? [] : [finding] };
}

function after(seconds: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), seconds * 1000).unref();
  });
}
