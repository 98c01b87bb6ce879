import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { askMetadata } from '../../src/hardware/cloud-metadata.io.ts';
import { readMetadata } from '../../src/hardware/cloud-metadata.ts';
import type { MachineInfo } from '../../src/hardware/machine-info.ts';
import { realHost } from '../../src/host/real-host.io.ts';
import { machine } from '../book/events.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A metadata service, and how often it was asked. */
async function metadata(handler: Handler): Promise<{ readonly url: string; readonly asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    handler(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const { machine: laptop } = machine([]);
const vm = (more: Partial<MachineInfo> = {}): MachineInfo => ({ ...laptop, virtual: true, ...more });
const ask = (url: string, info: MachineInfo) =>
  askMetadata(realHost({ env: { JOULEBOOK_METADATA_URL: url } }), info, 0.4);

const CLOUDS: Readonly<Record<string, readonly [Handler, object]>> = {
  aws: [
    ({ method, url, headers }, response) => {
      const isToken =
        method === 'PUT' &&
        url === '/latest/api/token' &&
        headers['x-aws-ec2-metadata-token-ttl-seconds'] === '60';
      if (isToken) response.end('a-token');
      else if (headers['x-aws-ec2-metadata-token'] !== 'a-token') response.writeHead(401).end();
      else
        response.end(
          JSON.stringify({ region: 'us-east-1', instanceType: 'p4d.24xlarge', privateIp: '10.0.0.1' }),
        );
    },
    { cloud: 'aws', region: 'us-east-1', instanceType: 'p4d.24xlarge' },
  ],
  gcp: [
    ({ url, headers }, response) => {
      if (headers['metadata-flavor'] !== 'Google') response.writeHead(403).end();
      else if (url === '/computeMetadata/v1/instance/zone') response.end('projects/123/zones/europe-west1-b');
      else if (url === '/computeMetadata/v1/instance/machine-type')
        response.end('projects/123/machineTypes/a2-highgpu-8g');
      else response.writeHead(404).end();
    },
    { cloud: 'gcp', region: 'europe-west1', instanceType: 'a2-highgpu-8g' },
  ],
  azure: [
    ({ url, headers }, response) => {
      if (
        headers['metadata'] !== 'true' ||
        url?.startsWith('/metadata/instance/compute?api-version=') !== true
      )
        response.writeHead(400).end();
      else
        response.end(
          JSON.stringify({ location: 'westeurope', vmSize: 'Standard_NC24ads_A100_v4', subscriptionId: 'x' }),
        );
    },
    { cloud: 'azure', region: 'westeurope', instanceType: 'Standard_NC24ads_A100_v4' },
  ],
};

describe.each(Object.entries(CLOUDS))('%s', (cloud, [handler, place]) => {
  test('tells region and type, whether the firmware names it or not', async () => {
    const service = await metadata(handler);
    expect(await ask(service.url, vm({ cloud }))).toEqual(place);
    expect(await ask(service.url, vm())).toEqual(place);
  });
});

describe('nothing is asked, or believed', () => {
  test('on a machine of one’s own, or in a cloud that we do not know', async () => {
    const service = await metadata((_request, response) => response.end('{}'));
    expect(await ask(service.url, { ...laptop, virtual: false })).toEqual({});
    expect(await ask(service.url, vm({ cloud: 'hetzner' }))).toEqual({});
    expect(service.asked).toEqual([]);
  });

  test('of a service that is silent, an access point’s page, or nonsense', async () => {
    const silent = await metadata(() => undefined);
    const begun = performance.now();
    expect(await ask(silent.url, vm())).toEqual({});
    expect(performance.now() - begun).toBeLessThan(15_000);
    const page = await metadata((_request, response) => response.end('<html>Log in to the Wi-Fi</html>'));
    expect(await ask(page.url, vm())).toEqual({});
    const far = await metadata((_request, response) => {
      response.writeHead(302, { location: 'http://192.0.2.1/' }).end();
    });
    expect(await ask(far.url, vm())).toEqual({});
    for (const text of ['{"region":7}', '{"region":"x\\ny"}', 'null', '[]', '', '{"region":'])
      expect(readMetadata('aws', [text])).toEqual({});
  });
});
