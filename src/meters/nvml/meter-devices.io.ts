import type { Host } from '../../host/host.ts';
import { TroubleLog } from '../reading/trouble-log.ts';
import type { Channel, Finding, Found } from '../source.ts';
import type { NvmlConstants } from './constants.ts';
import { DeviceChannel } from './device-channel.io.ts';
import { type DeviceFacts, deviceFacts, textOf } from './device-facts.io.ts';
import { migState } from './mig-devices.io.ts';
import { NvmlSource } from './nvml-source.io.ts';
import { fixOf, NVML, whyOf } from './return-code.ts';
import type { NvmlHandle, NvmlSession } from './session.io.ts';
import { NvmlTenancy } from './tenancy.io.ts';
import { type DeviceIdentity, visibleDevices } from './visible-devices.ts';

/** With what GPUs are metered. */
interface Metering {
  readonly host: Host;
  readonly constants: NvmlConstants;
  readonly hostId: string;
}

/** A channel for each GPU that an open library shows; a finding also for those that cannot be read. */
export function meterDevices(session: NvmlSession, metering: Metering): Found {
  const { host, constants } = metering;
  const count = session.intOf((_, out) => session.library.count(out), 0);
  if (Number.isNaN(count)) return noDevices(session, session.code);
  if (count === 0) return noDevices(session, NVML.gpuNotFound);
  const driver = textOf((buffer, length) => session.library.driverVersion(buffer, length));
  const findings: Finding[] = [];
  const metered: { readonly channel: Channel; readonly facts: DeviceFacts }[] = [];
  for (let index = 0; index < count; index += 1) {
    const facts = deviceFacts(session, index);
    if (typeof facts === 'number') {
      findings.push(unusable(index, `NVIDIA GPU ${index}`, facts));
      continue;
    }
    const channel = channelOf(session, facts, metering);
    if (typeof channel === 'number') findings.push(unusable(index, nameOf(facts), channel));
    else {
      findings.push(found(channel, facts, driver, session.library.path));
      metered.push({ channel, facts });
    }
  }
  if (metered.length === 0) {
    session.close();
    return { sources: [], findings };
  }
  const troubles = new TroubleLog();
  const handles = metered.map(({ facts }): NvmlHandle => ({ ...facts, generation: session.generation }));
  const channels = metered.map(
    ({ channel }, i) =>
      new DeviceChannel(channel, handles[i] as NvmlHandle, session, constants, { log: troubles, place: i }),
  );
  const source = new NvmlSource(channels, session, { ...constants, troubles });
  const { indices, migUuids } = visibleDevices(
    host.env,
    metered.map(({ facts }) => identityOf(session, facts)),
  );
  const tenancies = handles.map((handle) => {
    const isVisible = indices.includes(handle.index);
    return new NvmlTenancy(session, handle, host, { constants, migUuids, isVisible });
  });
  return { sources: [source], findings, tenancies };
}

/** A return code where neither energy nor power can be read. */
function channelOf(session: NvmlSession, facts: DeviceFacts, metering: Metering): Channel | number {
  const { constants, hostId } = metering;
  const maxW = facts.limitW > 0 ? facts.limitW : constants.maxW;
  // Virtual GPUs answer with a counter that is zero for ever.
  const counts = session.energyMJ(facts.handle) > 0;
  if (!counts && Number.isNaN(session.powerW(facts.handle))) return session.code;
  const source = facts.uuid === '' ? `nvml:${hostId}:gpu${facts.index}` : `nvml:${facts.uuid}`;
  return {
    target: `gpu:${facts.index}`,
    method: counts ? 'nvml:counter' : 'nvml:power',
    label: facts.name,
    grade: 'A',
    errors: { [source]: counts ? constants.counterError : constants.powerError },
    ...(facts.uuid === '' ? {} : { uuid: facts.uuid }),
    maxW,
  };
}

function found(channel: Channel, facts: DeviceFacts, driver: string, library: string): Finding {
  const how = channel.method === 'nvml:counter' ? 'energy counter' : 'power, polled (no energy counter)';
  const limit = facts.limitW > 0 ? `, at most ${Math.round(facts.limitW)} W` : '';
  const at = facts.pciBusId === '' ? '' : ` at ${facts.pciBusId}`;
  const what = `${nameOf(facts)}${at}: ${how}${limit}${driver === '' ? '' : `, driver ${driver}`}`;
  return { meter: 'nvml', state: 'found', what, targets: [channel.target], looked: [library] };
}

function unusable(index: number, what: string, code: number): Finding {
  const isMute = code === NVML.notSupported || code === NVML.functionNotFound;
  const why = isMute
    ? 'its driver tells neither energy nor power (an old or a virtual GPU)'
    : `its energy cannot be read: ${whyOf(code)}`;
  const fix = isMute
    ? 'measure at the socket, or on the host that the virtual GPU belongs to'
    : fixOf(code, index);
  const finding = { meter: 'nvml', state: 'unusable', what, why, targets: [`gpu:${index}`] } as const;
  return fix === undefined ? finding : { ...finding, fix };
}

function noDevices(session: NvmlSession, code: number): Found {
  session.close();
  const why = code === NVML.gpuNotFound ? 'the driver shows no GPU' : whyOf(code);
  const fix =
    fixOf(code) ??
    '`nvidia-smi -L` lists what the driver shows; in a container, start it with `--gpus all`; in a job, ask for a GPU';
  return {
    sources: [],
    findings: [{ meter: 'nvml', state: 'unusable', what: 'NVIDIA driver', why, fix, targets: [] }],
  };
}

function nameOf({ name, uuid }: DeviceFacts): string {
  return uuid === '' ? name : `${name} (${uuid})`;
}

/** What a GPU and its slices are. */
export function identityOf(session: NvmlSession, facts: DeviceFacts): DeviceIdentity {
  const { index, uuid, name } = facts;
  return { index, uuid, name, mig: migState(session, facts.handle).devices };
}
