import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';

/** A server of S3, as moto has one, in the interop environment. */
export class MotoServer {
  readonly endpoint: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.endpoint = `http://127.0.0.1:${port}`;
  }

  /** @param python of the environment. */
  static async start(python: string): Promise<MotoServer> {
    const port = await freePort();
    const child = spawn(join(dirname(python), 'moto_server'), ['-H', '127.0.0.1', '-p', `${port}`], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (text: Buffer) => (said += text.toString()));
    const server = new MotoServer(child, port);
    for (let tries = 0; tries < 600; tries += 1) {
      if (child.exitCode !== null) throw new Error(`moto_server ended: ${said}`);
      if (await answers(server.endpoint)) return server;
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
    throw new Error(`moto_server does not answer: ${said}`);
  }

  async makeBucket(name: string): Promise<void> {
    const { status } = await fetch(`${this.endpoint}/${name}`, { method: 'PUT' });
    if (status !== 200) throw new Error(`no bucket: ${status}`);
  }

  stop(): void {
    this.#child.kill();
  }
}

/** A port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

async function answers(url: string): Promise<boolean> {
  try {
    await fetch(url);
    return true;
  } catch {
    return false;
  }
}
