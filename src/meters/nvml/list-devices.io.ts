import type { Host } from '../../host/host.ts';
import { native } from '../../host/native.io.ts';
import { nvmlConstants } from './constants.io.ts';
import { deviceFacts } from './device-facts.io.ts';
import { driverPresence } from './driver-presence.io.ts';
import { openNvml } from './find-nvml.io.ts';
import { identityOf } from './meter-devices.io.ts';
import { NVML } from './return-code.ts';
import { NvmlSession } from './session.io.ts';
import type { DeviceIdentity } from './visible-devices.ts';

/** The GPUs that NVIDIA's management library shows, in its order, with their slices; none where it cannot be asked. */
export function listDevices(host: Host): readonly DeviceIdentity[] {
  const isNamed = (host.env['JOULEBOOK_NVML'] ?? '') !== '';
  const bindings = driverPresence(host).sign === undefined && !isNamed ? null : native();
  const library = bindings === null ? undefined : openNvml(host, bindings);
  if (library === undefined) return [];
  const session = new NvmlSession(library, nvmlConstants());
  if (session.open() !== NVML.success) return [];
  const count = session.intOf((_, out) => session.library.count(out), 0) || 0;
  const devices = Array.from({ length: count }, (_, index) => deviceFacts(session, index)).flatMap((facts) =>
    typeof facts === 'number' ? [] : [identityOf(session, facts)],
  );
  session.close();
  return devices;
}
