import type { Problem } from '../../errors.ts';
import { listGpus } from '../../hardware/gpus.io.ts';
import type { Host } from '../../host/host.ts';
import { listDevices } from '../../meters/nvml/list-devices.io.ts';
import { err, ok, type Result } from '../../result.ts';
import type { SearchSpec } from '../../search/file/search-spec.ts';
import { fewerSlots, missingGpus, type Slot, slotsOf } from '../../search/workers/slots.ts';
import { usableGpus } from '../../search/workers/usable-gpus.ts';

/** The places of a search on this machine, and what is to be said of them. */
export function slotsHere(
  host: Host,
  { workers }: SearchSpec,
): Result<{ readonly slots: readonly Slot[]; readonly warning: Problem | undefined }> {
  const gpus = workers.gpus === 'none' ? [] : usableGpus(gpusHere(host), host.env);
  const missing = missingGpus(workers, gpus);
  if (missing !== undefined) return err(missing);
  const slots = slotsOf(workers, gpus);
  return ok({ slots, warning: fewerSlots(workers, slots) });
}

/** The machine's GPUs; of NVIDIA's that are cut into slices each slice, since the whole cannot be used then. */
function gpusHere(host: Host): readonly { readonly vendor: 'nvidia' | 'amd'; readonly uuid?: string }[] {
  const present = listGpus(host);
  const shown = listDevices(host).flatMap(({ uuid, mig = [] }) =>
    (mig.length > 0 ? mig : [{ uuid }]).map((one) => ({
      vendor: 'nvidia' as const,
      ...(one.uuid === '' ? {} : { uuid: one.uuid }),
    })),
  );
  return shown.length === 0 ? present : [...shown, ...present.filter(({ vendor }) => vendor === 'amd')];
}
