import type { Problem } from '../../../errors.ts';
import { err, ok, type Result } from '../../../result.ts';
import type { Hashed } from '../../model/hashed.ts';
import type { Puller } from '../../repro/puller.ts';
import { type OpenRemote, openRemote } from '../open-remote.io.ts';
import type { CarryBench } from './each-remote.io.ts';
import { fetchObjects } from './fetch.io.ts';
import { missingProblem } from './push.io.ts';
import { fetchSideFolder } from './side-files.io.ts';
import type { TransferWatch } from './transfer-watch.ts';

/** Fetches for `repro --pull` from the default remote. It is opened when it is first needed and stays open. */
export class RemotePuller implements Puller {
  readonly #bench: CarryBench;
  readonly #watch: TransferWatch;
  #opened: Promise<Result<OpenRemote>> | undefined;

  constructor(bench: CarryBench, watch: TransferWatch) {
    this.#bench = bench;
    this.#watch = watch;
  }

  async runCache(): Promise<Problem | undefined> {
    if (this.#bench.project.config.defaultRemote === undefined) return undefined;
    const opened = await this.#open();
    if (!opened.ok) return opened.error;
    const { store, jobs } = opened.value;
    const { cacheDir } = this.#bench.project.config;
    for (const folder of ['runs/', 'energy/'] as const) {
      const fetched = await fetchSideFolder({ cacheDir, remote: store, jobs, watch: this.#watch }, folder);
      if (!fetched.ok) return fetched.error;
      const [failed] = fetched.value.failures;
      if (failed !== undefined) return failed;
    }
    return undefined;
  }

  async objects(wanted: readonly Hashed[]): Promise<Result<true>> {
    const opened = await this.#open();
    if (!opened.ok) return opened;
    const { store: remote, jobs } = opened.value;
    const setting = { store: this.#bench.store, remote, jobs, watch: this.#watch };
    const fetched = await fetchObjects(
      setting,
      wanted.map((hashed) => ({ at: hashed.md5, hashed })),
    );
    if (!fetched.ok) return fetched;
    const [failed] = fetched.value.failures;
    const lost = failed ?? missingProblem(fetched.value.missing, remote.shown);
    return lost === undefined ? ok(true) : err(lost);
  }

  /** Ends connections. */
  async close(): Promise<void> {
    const opened = await this.#opened;
    if (opened?.ok === true) await opened.value.store.close();
  }

  #open(): Promise<Result<OpenRemote>> {
    const { host, project } = this.#bench;
    this.#opened ??= openRemote(host, project.config, undefined, undefined);
    return this.#opened;
  }
}
