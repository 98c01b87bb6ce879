import { join } from 'node:path';
import type { Host } from '../../host/host.ts';
import { packageJson } from '../../host/package-data.io.ts';
import type { ChannelReader } from '../reading/channel-reader.ts';
import { ReaderSource } from '../reading/reader-source.ts';
import { readingConstants } from '../reading/reading-constants.io.ts';
import { RuntimeStatus } from '../reading/runtime-status.io.ts';
import type { GpuTenancy } from '../gpu-tenancy.ts';
import type { Finding, Found } from '../source.ts';
import { type AmdCard, amdCard } from './amd-card.io.ts';
import { amdReader } from './amd-reader.io.ts';
import type { AmdGpuConstants } from './constants.ts';
import { drmCards } from '../drm/drm-cards.io.ts';
import { DrmClients } from '../drm/drm-clients.io.ts';
import { DrmTenancy } from '../drm/drm-tenancy.io.ts';

const VENDOR = '0x1002';

/** Constants of AMD's cards, from the package. */
function amdGpuConstants(): AmdGpuConstants {
  return packageJson('data/meters/amdgpu.json') as AmdGpuConstants;
}

/**
 * AMD's discrete cards through the kernel's driver alone, without ROCm: the firmware's energy counter where its unit is known, else its
 * power. A graphics unit inside a CPU is not counted: its energy is in the CPU's package.
 */
export function findAmdGpu(
  host: Host,
  context: { readonly hostId: string; readonly firstGpu: number },
): Found {
  const constants = amdGpuConstants();
  const times = readingConstants();
  const clients = new DrmClients(host, constants.busyEngines);
  const readers: ChannelReader[] = [];
  const findings: Finding[] = [];
  const tenancies: GpuTenancy[] = [];
  for (const device of drmCards(host, VENDOR)) {
    const card = amdCard(device, constants);
    if (card.isIntegrated) {
      findings.push(integrated(card));
      continue;
    }
    const target = `gpu:${context.firstGpu + tenancies.length}` as const;
    tenancies.push(
      new DrmTenancy({
        target,
        card: device,
        clients,
        amd: {
          host,
          status: new RuntimeStatus(device.device),
          hiddenBytes: constants.hiddenBytes.value,
          hiddenBusy: constants.hiddenBusy.value,
        },
      }),
    );
    const made = amdReader(card, { target, hostId: context.hostId, constants, times });
    findings.push(made.finding);
    if (made.reader !== undefined) readers.push(made.reader);
  }
  return { sources: readers.length > 0 ? [new ReaderSource(readers)] : [], findings, tenancies };
}

function integrated({ name, pci, device }: AmdCard): Finding {
  return {
    meter: 'amdgpu',
    state: 'absent',
    what: `${name} at ${pci} has no energy of its own`,
    why: 'a graphics unit inside a CPU: its energy is in the package (rapl)',
    targets: [],
    looked: [join(device, 'mem_info_vram_total'), join(device, 'gpu_metrics')],
  };
}
