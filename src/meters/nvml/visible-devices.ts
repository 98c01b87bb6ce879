/** A slice of a GPU in multi-instance mode. */
export interface MigIdentity {
  /** `MIG-…` */
  readonly uuid: string;
  readonly gpuInstance: number;
  readonly computeInstance: number;
}

/** A GPU as the driver shows it. */
export interface DeviceIdentity {
  /** In NVML's order. */
  readonly index: number;
  readonly uuid: string;
  readonly name: string;
  readonly mig?: readonly MigIdentity[];
}

/** The GPUs that a command started with an environment can use. */
export interface VisibleDevices {
  /** Their NVML indices, in the order in which the command numbers them. */
  readonly indices: readonly number[];
  /** UUIDs of the slices that are named; empty where whole GPUs are. */
  readonly migUuids: readonly string[];
  /** What decided. */
  readonly by: 'all' | 'CUDA_VISIBLE_DEVICES' | 'NVIDIA_VISIBLE_DEVICES';
  /** What is uncertain about it. */
  readonly note?: string;
}

interface Named {
  readonly index: number;
  readonly mig?: string;
}

/**
 * Which GPUs a command may use, by `CUDA_VISIBLE_DEVICES` and `NVIDIA_VISIBLE_DEVICES`. The first is read as CUDA does: in order, up to the first entry that names nothing (an index
 * out of range, a negative one, an unknown or ambiguous UUID, another kind of entry); an entry named twice makes all invisible; empty means none.
 * The second has been applied by the container runtime before the driver shows anything, so only what can still be told from it counts.
 *
 * @example
 * const devices = ['GPU-a', 'GPU-b', 'GPU-c'].map((uuid, index) => ({ index, uuid, name: 'A100' }));
 * visibleDevices({ CUDA_VISIBLE_DEVICES: '2,0,-1,1' }, devices).indices; // [2, 0]
 */
export function visibleDevices(
  env: Readonly<Record<string, string | undefined>>,
  devices: readonly DeviceIdentity[],
): VisibleDevices {
  const container = byContainer(env['NVIDIA_VISIBLE_DEVICES'], devices);
  const within = container ?? devices.map(({ index }): Named => ({ index }));
  const cuda = env['CUDA_VISIBLE_DEVICES'];
  if (cuda === undefined) return answer(within, container === undefined ? 'all' : 'NVIDIA_VISIBLE_DEVICES');
  const left = within.map(({ index }) => devices.find((device) => device.index === index) as DeviceIdentity);
  const named = namedByCuda(cuda, [...new Set(left)]);
  const note = orderNote(cuda, env['CUDA_DEVICE_ORDER'], left);
  return { ...answer(named, 'CUDA_VISIBLE_DEVICES'), ...(note === undefined ? {} : { note }) };
}

function answer(named: readonly Named[], by: VisibleDevices['by']): VisibleDevices {
  return {
    indices: [...new Set(named.map(({ index }) => index))],
    migUuids: named.flatMap(({ mig }) => (mig === undefined ? [] : [mig])),
    by,
  };
}

type Kind = 'index' | 'gpu' | 'mig';

function kindOf(entry: string): Kind {
  return entry.startsWith('GPU-') ? 'gpu' : entry.startsWith('MIG-') ? 'mig' : 'index';
}

function namedByCuda(text: string, devices: readonly DeviceIdentity[]): readonly Named[] {
  const entries = text.split(',').map((entry) => entry.trim());
  const kind = kindOf(entries[0] ?? '');
  const named: Named[] = [];
  for (const entry of entries) {
    const found = kindOf(entry) === kind ? find(entry, kind, devices) : undefined;
    if (found === undefined) break;
    if (named.some(({ index, mig }) => index === found.index && mig === found.mig)) return [];
    named.push(found);
  }
  return named;
}

function find(entry: string, kind: Kind, devices: readonly DeviceIdentity[]): Named | undefined {
  if (kind === 'mig') return findMig(entry, devices);
  if (kind === 'gpu') return only(devices.filter(({ uuid }) => uuid.startsWith(entry)));
  // As strtol reads it: `1gpu` is 1.
  const digits = /^[+]?(\d+)/.exec(entry)?.[1];
  const device = digits === undefined ? undefined : devices[Number(digits)];
  return device === undefined ? undefined : { index: device.index };
}

/** `MIG-<uuid>`, and of drivers before R470 `MIG-GPU-<uuid>/<GPU instance>/<compute instance>`. */
function findMig(entry: string, devices: readonly DeviceIdentity[]): Named | undefined {
  const old = /^MIG-(GPU-[^/]+)\/(\d+)\/(\d+)$/.exec(entry);
  const slices = devices.flatMap(({ index, uuid, mig }) =>
    (mig ?? [])
      .filter((slice) =>
        old === null
          ? slice.uuid.startsWith(entry)
          : uuid.startsWith(old[1] as string) &&
            slice.gpuInstance === Number(old[2]) &&
            slice.computeInstance === Number(old[3]),
      )
      .map((slice): Named => ({ index, mig: slice.uuid })),
  );
  return slices.length === 1 ? slices[0] : undefined;
}

function only(devices: readonly DeviceIdentity[]): Named | undefined {
  return devices.length === 1 ? { index: (devices[0] as DeviceIdentity).index } : undefined;
}

/** Undefined: it says nothing that is not applied already. */
function byContainer(
  text: string | undefined,
  devices: readonly DeviceIdentity[],
): readonly Named[] | undefined {
  if (text === undefined || ['', 'all', 'void'].includes(text)) return undefined;
  if (text === 'none') return [];
  const entries = text.split(',').map((entry) => entry.trim());
  const found = entries.flatMap((entry) => findInContainer(entry, devices) ?? []);
  // Indices are those of the host. Where no more GPUs are shown than named, the runtime has applied them and numbered anew.
  const isByNumber = entries.every((entry) => /^\d+(:\d+)?$/.test(entry));
  const hosts = new Set(entries.map((entry) => entry.split(':')[0]));
  if (isByNumber && devices.length <= hosts.size) return undefined;
  return found.length === 0 ? undefined : found;
}

function findInContainer(entry: string, devices: readonly DeviceIdentity[]): Named | undefined {
  const slice = /^(\d+):(\d+)$/.exec(entry);
  if (slice === null) return find(entry, kindOf(entry), devices);
  const device = devices[Number(slice[1])];
  const mig = device?.mig?.[Number(slice[2])];
  return device === undefined || mig === undefined ? undefined : { index: device.index, mig: mig.uuid };
}

function orderNote(
  text: string,
  order: string | undefined,
  devices: readonly DeviceIdentity[],
): string | undefined {
  const isByIndex = kindOf(text.trim()) === 'index' && text.trim() !== '';
  if (!isByIndex || order === 'PCI_BUS_ID' || new Set(devices.map(({ name }) => name)).size <= 1)
    return undefined;
  return 'CUDA numbers different GPUs by speed unless CUDA_DEVICE_ORDER=PCI_BUS_ID; the indices are taken to be those of the PCI bus';
}
