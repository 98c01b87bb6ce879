import { join } from 'node:path';
import type { ChannelReader } from '../reading/channel-reader.ts';
import { PowerReader } from '../reading/power-reader.io.ts';
import { readableFix } from '../reading/probe.io.ts';
import type { ReadingConstants } from '../reading/reading-constants.ts';
import { RuntimeStatus } from '../reading/runtime-status.io.ts';
import type { Channel, Finding } from '../source.ts';
import type { AmdCard } from './amd-card.io.ts';
import type { AmdGpuConstants } from './constants.ts';
import { MetricsReader } from './metrics-reader.io.ts';

/** Sensors are in µW. */
const MICRO = 1e-6;

/** What a card's reader is made with. */
export interface AmdReaderOptions {
  readonly target: `gpu:${number}`;
  readonly hostId: string;
  readonly constants: AmdGpuConstants;
  readonly times: ReadingConstants;
}

/** Chooses how a discrete card is read: its counter, else its power, else not at all and why. */
export function amdReader(
  card: AmdCard,
  options: AmdReaderOptions,
): { readonly finding: Finding; readonly reader?: ChannelReader } {
  const { target, constants, times } = options;
  const finding = (state: Finding['state'], more: Partial<Finding> = {}): Finding => ({
    meter: 'amdgpu',
    state,
    what: `${card.name} at ${card.pci}`,
    targets: [target],
    ...more,
  });
  if (card.isSecondDie) {
    const why = "the second of two dies: its energy is in the first one's, whose sensor measures both";
    return { finding: finding('unusable', { why }) };
  }
  const maxW = card.capW > 0 ? card.capW : constants.maxW.value;
  const status = new RuntimeStatus(card.device);
  const channel = channelOf(card, options, maxW);
  const note = notes(card, constants);
  if (card.hasCounter) {
    const fix = readableFix(join(card.device, 'gpu_metrics'));
    return {
      finding: finding('found', { what: `${card.name} at ${card.pci}, energy counter`, ...note }),
      reader: new MetricsReader({ channel, device: card.device, maxW, constants, times, status, fix }),
    };
  }
  const failure = powerFailure(card);
  if (failure !== undefined || card.powerFile === undefined)
    return { finding: finding('unusable', failure ?? {}) };
  return {
    finding: finding('found', { what: `${card.name} at ${card.pci}, power`, ...note }),
    reader: new PowerReader({
      channel,
      terms: [{ files: [card.powerFile], stepW: MICRO }],
      maxW,
      times,
      sleep: { status, watts: constants.asleepW.value },
      isZeroAFault: true,
      fix: readableFix(join(card.device, 'hwmon/hwmon*/power1_*')),
    }),
  };
}

function channelOf(card: AmdCard, { target, hostId, constants }: AmdReaderOptions, maxW: number): Channel {
  const sd = card.hasCounter ? constants.counterSd.value : constants.powerSd.value;
  const source = card.uuid === card.pci ? `${hostId}:${card.pci}` : card.uuid;
  return {
    target,
    method: card.hasCounter ? 'amdgpu:counter' : 'amdgpu:power',
    label: card.name,
    grade: 'A',
    errors: { [`amdgpu:${source}`]: sd },
    uuid: card.uuid,
    maxW,
  };
}

function notes(card: AmdCard, { ids }: AmdGpuConstants): { readonly why?: string } {
  if (ids.withCpu.includes(card.id))
    return { why: 'its CPU cores are in the same package and in its energy' };
  if (ids.twoDies.includes(card.id)) return { why: 'its energy is that of both its dies' };
  return {};
}

function powerFailure(card: AmdCard): { readonly why: string; readonly fix?: string } | undefined {
  if (card.powerFile === undefined) {
    const fix = 'in a virtual machine: measure on the host; else update the kernel (its amdgpu driver)';
    return { why: card.powerWhy, fix };
  }
  if (card.isAsleep) return undefined;
  if (card.powerWhy !== '') {
    const isDenied = card.powerWhy.includes('EACCES');
    return {
      why: card.powerWhy,
      ...(isDenied ? { fix: readableFix(join(card.device, 'hwmon/hwmon*/power1_*')) } : {}),
    };
  }
  if (card.watts > 0) return undefined;
  return { why: 'its power sensor shows 0 W, which no card draws while awake' };
}
