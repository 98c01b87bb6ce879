import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Host } from '../../host/host.ts';
import type { GpuTenancy, GpuTenant } from '../gpu-tenancy.ts';
import type { NvmlConstants } from './constants.ts';
import { hasHiddenUsers } from './hidden-users.ts';
import { LAYOUT, MEMORY_V2_VERSION } from './layout.ts';
import { type MigState, migState } from './mig-devices.io.ts';
import { sliceOf } from './mig-slice.ts';
import { ProcessList } from './process-list.io.ts';
import { NVML } from './return-code.ts';
import type { NvmlHandle, NvmlSession } from './session.io.ts';
import { SmUse } from './sm-use.ts';

/** Room for samples: the driver keeps at most some hundred. */
const SAMPLES = 256;
/** How far the driver's samples, which are stamped by the wall clock, may be ahead of it; further, it has been set back. */
const CLOCK_SLACK_US = 1e6;

type Writable<T> = { -readonly [key in keyof T]: T[key] };

/** Who uses one GPU, as NVML shows it; in multi-instance mode, who uses the slices that we may use. */
export class NvmlTenancy implements GpuTenancy {
  readonly target: `gpu:${number}`;
  readonly #session: NvmlSession;
  readonly #device: NvmlHandle;
  readonly #host: Host;
  readonly #constants: NvmlConstants;
  /** Slices that the run may use, by UUID; empty: all that are shown. */
  readonly #migUuids: readonly string[];
  readonly #list: ProcessList;
  readonly #sm: SmUse;
  readonly #samples = Buffer.alloc(SAMPLES * LAYOUT.utilizationSample);
  readonly #memory = Buffer.alloc(LAYOUT.memoryV2);
  readonly #count = new Uint32Array(1);
  readonly #utilization = new Uint32Array(2);
  /** Pids that /proc has shown: one that is gone later has ended, and is no stranger. */
  readonly #known = new Set<number>();
  readonly #pool: Writable<GpuTenant>[] = [];
  readonly #tenants: Writable<GpuTenant>[] = [];
  #handles: number[] = [];
  /** The GPU's handle when its slices were looked up. */
  #cutOf = 0;
  #mig: MigState = { isEnabled: false, whole: 0, devices: [] };
  /** Up to which time the driver's samples have been read, µs since 1970. */
  #sampledUs: number;
  readonly isVisible: boolean;
  isHidden = false;
  busy = Number.NaN;
  slice?: { readonly fraction: number; readonly name: string };

  constructor(
    session: NvmlSession,
    device: NvmlHandle,
    host: Host,
    options: {
      readonly constants: NvmlConstants;
      readonly migUuids: readonly string[];
      readonly isVisible: boolean;
    },
  ) {
    this.target = `gpu:${device.index}`;
    this.#session = session;
    this.#device = device;
    this.#host = host;
    this.#constants = options.constants;
    this.#migUuids = options.migUuids;
    this.isVisible = options.isVisible;
    this.#list = new ProcessList(session.library);
    this.#sm = new SmUse(options.constants.smHoldS);
    this.#sampledUs = host.clock.wallMs() * 1000;
    this.#cut();
  }

  get tenants(): readonly GpuTenant[] {
    return this.#tenants;
  }

  look(nowS: number): void {
    if (this.#cutOf !== this.#device.handle) this.#cut();
    this.#list.clear();
    let usedBytes = 0;
    let isCutAnew = false;
    for (const handle of this.#handles) {
      const code = this.#device.handle === 0 ? NVML.gpuIsLost : this.#list.add(handle);
      // A device that has gone says nothing of its users: those of the look before held it until then.
      if (code === NVML.gpuIsLost || code === NVML.uninitialized) return;
      isCutAnew ||= code === NVML.invalidArgument || code === NVML.notFound;
      usedBytes += this.#usedBytes(handle);
    }
    if (isCutAnew) this.#cutOf = 0; // slices are void once they are cut anew: looked up at the next look
    this.busy = this.#busyOf();
    this.#readSamples(nowS);
    this.#tell(usedBytes);
  }

  /** Finds the handles to ask: the GPU's own, or those of its slices that are ours. */
  #cut(): void {
    if (this.#device.handle === 0) return;
    this.#cutOf = this.#device.handle;
    this.#mig = migState(this.#session, this.#device.handle);
    delete this.slice;
    if (!this.#mig.isEnabled) {
      this.#handles = [this.#device.handle];
      return;
    }
    const chosen = this.#mig.devices.filter(({ uuid }) => this.#migUuids.includes(uuid));
    const ours = chosen.length > 0 ? chosen : this.#mig.devices;
    this.#handles = ours.map(({ handle }) => handle);
    const slice = sliceOf(ours, this.#mig.whole);
    if (slice !== undefined && !Number.isNaN(slice.fraction)) this.slice = slice;
  }

  /** Bytes in use without what the driver keeps for itself; NaN where it is not told. Before R510 the first version left that out too. */
  #usedBytes(handle: number): number {
    this.#memory.writeUInt32LE(MEMORY_V2_VERSION, 0);
    const { library } = this.#session;
    if (library.memoryV2(handle, this.#memory) === NVML.success) return longAt(this.#memory, 32);
    return library.memory(handle, this.#memory) === NVML.success ? longAt(this.#memory, 16) : Number.NaN;
  }

  #busyOf(): number {
    if (this.#mig.isEnabled || this.#device.handle === 0) return Number.NaN; // not told of slices
    const code = this.#session.library.utilization(this.#device.handle, this.#utilization);
    return code === NVML.success ? (this.#utilization[0] as number) / 100 : Number.NaN;
  }

  #readSamples(nowS: number): void {
    const wallUs = this.#host.clock.wallMs() * 1000;
    if (wallUs < this.#sampledUs - CLOCK_SLACK_US) this.#sampledUs = wallUs;
    this.#count[0] = SAMPLES;
    const code = this.#mig.isEnabled
      ? NVML.notSupported
      : this.#session.library.processUtilization(
          this.#device.handle,
          this.#samples,
          this.#count,
          this.#sampledUs,
        );
    if (code === NVML.success) {
      let newest = this.#sampledUs;
      for (let i = 0; i < Math.min(this.#count[0], SAMPLES); i += 1) {
        const at = i * LAYOUT.utilizationSample;
        const stamp = longAt(this.#samples, at + 8);
        // A place that the driver did not fill, an old one, or rubbish.
        if (stamp <= this.#sampledUs || stamp > wallUs + CLOCK_SLACK_US) continue;
        newest = Math.max(newest, stamp);
        this.#sm.add(this.#samples.readUInt32LE(at), this.#samples.readUInt32LE(at + 16));
      }
      this.#sampledUs = newest;
    }
    this.#sm.settle(nowS, code === NVML.success || code === NVML.notFound);
  }

  #tell(usedBytes: number): void {
    this.#tenants.length = 0;
    let strangers = 0;
    let unseen = 0;
    for (const pid of this.#list.pids) {
      if (this.#isOurs(pid)) this.#admit(pid);
      else strangers += 1;
    }
    const listed = this.#list.pids.length;
    // A process that used it and has ended since is no longer listed; its time is its own all the same.
    for (const pid of this.#sm.pids()) {
      if (this.#list.pids.includes(pid)) continue;
      if (this.#isOurs(pid)) this.#admit(pid);
      else if (this.#sm.of(pid) > 0) unseen += 1;
    }
    this.isHidden = hasHiddenUsers(
      {
        known: listed - strangers,
        strangers: strangers + unseen,
        isListed: this.#list.isRead,
        usedBytes,
        shownBytes: this.#list.memoryBytes,
        busy: this.busy,
      },
      this.#constants,
    );
    if (this.#known.size > 4 * (this.#list.pids.length + SAMPLES)) this.#forget();
  }

  #isOurs(pid: number): boolean {
    if (pid === 0) return false; // what the driver says of a process in another pid namespace
    if (this.#known.has(pid)) return true;
    if (!existsSync(join(this.#host.roots.proc, String(pid)))) return false;
    this.#known.add(pid);
    return true;
  }

  #admit(pid: number): void {
    const place = this.#tenants.length;
    this.#pool[place] ??= { pid, smBusy: Number.NaN };
    const tenant = this.#pool[place];
    tenant.pid = pid;
    tenant.smBusy = this.#sm.of(pid);
    this.#tenants.push(tenant);
  }

  #forget(): void {
    for (const pid of this.#known) if (!this.#list.pids.includes(pid)) this.#known.delete(pid);
  }
}

function longAt(buffer: Buffer, at: number): number {
  return buffer.readUInt32LE(at + 4) * 2 ** 32 + buffer.readUInt32LE(at);
}
