import { availableParallelism } from 'node:os';
import type { Host } from '../../host/host.ts';
import { ok, type Result } from '../../result.ts';
import type { PipelineConfig } from '../project/config.ts';
import { type RemoteDefinition, remoteNamed } from './address/remote-address.ts';
import { LocalStore } from './local/local-store.io.ts';
import type { RemoteStore } from './remote-store.ts';

/** A remote that is ready. */
export interface OpenRemote {
  readonly name: string;
  readonly store: RemoteStore;
  /** How many transfers at once. */
  readonly jobs: number;
}

/**
 * Opens a remote of a project; whether it can be reached shows with the first call.
 *
 * @param name the default one where none is given.
 * @param jobs what the user asked for.
 */
export async function openRemote(
  host: Host,
  config: Pick<PipelineConfig, 'remotes' | 'defaultRemote'>,
  name: string | undefined,
  jobs: number | undefined,
): Promise<Result<OpenRemote>> {
  const definition = remoteNamed(config, name);
  if (!definition.ok) return definition;
  const store = await storeOf(host, definition.value);
  if (!store.ok) return store;
  const set = Number(definition.value.settings.get('jobs') ?? Number.NaN);
  const usual = Math.max(store.value.usualJobs, 4 * availableParallelism());
  return ok({
    name: definition.value.name,
    store: store.value,
    jobs: jobs ?? (set >= 1 ? Math.floor(set) : usual),
  });
}

async function storeOf(host: Host, { address, settings }: RemoteDefinition): Promise<Result<RemoteStore>> {
  if (address.kind === 'local') return ok(new LocalStore(address.folder));
  // Each brings its part of Node's networking along.
  if (address.kind === 's3') return (await import('./s3/open-s3.io.ts')).openS3(host, address, settings);
  return (await import('./ssh/open-ssh.io.ts')).openSsh(host, address, settings);
}
