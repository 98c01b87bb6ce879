import type { Host } from '../host/host.ts';
import type { HttpBounds } from '../host/http/http-answer.ts';
import { sendRequest } from '../host/http/send-request.io.ts';
import { AWS_TOKEN, AWS_TOKEN_HEADER, METADATA, readMetadata } from './cloud-metadata.ts';
import type { CloudPlace } from './cloud-place.ts';
import type { MachineInfo } from './machine-info.ts';

type Cloud = keyof typeof METADATA;

const CLOUDS = Object.keys(METADATA) as readonly Cloud[];
/** An answer is a few hundred bytes. */
const MOST_BYTES = 65_536;

/**
 * Asks the metadata service of the cloud that the firmware names, else of each that we know, for region and instance type. Only where the user has asked for
 * the network; only in a virtual machine; nothing within the time is nothing known.
 */
export async function askMetadata(
  host: Host,
  machine: MachineInfo,
  withinS: number,
  signal?: AbortSignal,
): Promise<CloudPlace> {
  if (!machine.virtual && machine.cloud === undefined) return {};
  const named = CLOUDS.filter((cloud) => cloud === machine.cloud);
  if (machine.cloud !== undefined && named.length === 0) return {};
  const bounds = {
    connectMs: withinS * 1000,
    wholeMs: withinS * 1000,
    mostBytes: MOST_BYTES,
    ...(signal === undefined ? {} : { signal }),
  };
  const asked = (named.length > 0 ? named : CLOUDS).map((cloud) => askOne(host, cloud, bounds));
  const places = await Promise.all(asked);
  return places.find(({ region }) => region !== undefined) ?? {};
}

async function askOne(host: Host, cloud: Cloud, bounds: HttpBounds): Promise<CloudPlace> {
  const base = host.env['JOULEBOOK_METADATA_URL'] ?? 'http://169.254.169.254';
  let token: Readonly<Record<string, string>> = {};
  if (cloud === 'aws') {
    const answer = await sendRequest(
      { url: new URL(AWS_TOKEN.path, base), method: 'PUT', headers: AWS_TOKEN.headers },
      bounds,
    );
    if (!answer.isWhole || answer.status !== 200) return {};
    token = { [AWS_TOKEN_HEADER]: answer.text.trim() };
  }
  const texts: string[] = [];
  for (const { path, headers } of METADATA[cloud]) {
    const answer = await sendRequest({ url: new URL(path, base), headers: { ...headers, ...token } }, bounds);
    if (!answer.isWhole || answer.status !== 200) break;
    texts.push(answer.text);
  }
  return readMetadata(cloud, texts);
}
