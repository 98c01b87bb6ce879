import { problem } from '../errors.ts';
import type { CloudInstance } from '../hardware/hardware-rows.ts';
import { instanceHost } from '../hardware/instance-host.ts';
import { err, ok, type Result } from '../result.ts';
import type { CalcRequest } from './calc-request.ts';
import type { CalcKnowledge } from './knowledge.ts';

/** Threads of one core on the hosts that clouds rent out by the virtual CPU. */
const THREADS_PER_CORE = 2;

/** A request in which a cloud's instance is taken apart into its accelerators, or its part of a host. */
export function instanceParts(
  request: CalcRequest,
  knowledge: CalcKnowledge,
): Result<{ readonly request: CalcRequest; readonly notes: readonly string[] }> {
  if (request.instance === undefined) return ok({ request, notes: [] });
  const { text, count } = request.instance;
  const match = knowledge.instance(text);
  if (match.kind !== 'found') {
    const near = (match.kind === 'ambiguous' ? match.candidates : match.nearest).slice(0, 6);
    return err(
      problem(
        'E_HARDWARE',
        `no instance is known as "${text}"`,
        'It is not in the tables.',
        near.length === 0
          ? 'Name its parts: `--gpu`, `--cpu`, `--cores`, `--ram`.'
          : `Nearest: ${near.map(({ type }) => type).join(', ')}.`,
      ),
    );
  }
  const instance = match.value;
  const notes = match.note === undefined ? [] : [match.note];
  const provider = request.provider === undefined ? { provider: instance.provider } : {};
  const { accelerator } = instance;
  if (accelerator !== undefined) {
    const line = { text: accelerator.key, count: accelerator.count * count };
    return ok({
      request: { ...request, ...provider, accelerators: [...request.accelerators, line] },
      notes: [...notes, `${instance.type} has ${accelerator.count} × ${accelerator.key}`],
    });
  }
  return ok({
    request: { ...request, ...provider, ...partOfHost(request, instance, count) },
    notes: [
      ...notes,
      ...(instanceHost(instance) === undefined
        ? [`the host of ${instance.type} is not told: a typical one`]
        : []),
    ],
  });
}

function partOfHost(
  request: CalcRequest,
  instance: CloudInstance,
  count: number,
): Pick<CalcRequest, 'cpu' | 'memory'> {
  const host = instanceHost(instance);
  if (host === undefined)
    return {
      cpu: {
        ...(instance.cpu === undefined ? {} : { text: instance.cpu }),
        cores: (instance.vcpus * count) / THREADS_PER_CORE,
        ...request.cpu,
      },
      memory: request.memory ?? { gigabytes: instance.memoryGB * count },
    };
  const { threads, share, cpu, memoryGB } = host;
  return {
    cpu: {
      ...(cpu === undefined ? {} : { text: cpu }),
      ...request.cpu,
      host: { threads, share: share * count, name: instance.type, from: instance.from },
    },
    memory: { gigabytes: memoryGB ?? instance.memoryGB / share },
  };
}
