import { createInterface } from 'node:readline';
import { VERSION } from '../../host/version.ts';
import type { Result } from '../../result.ts';
import { type Envelope, parseEnvelope } from '../../run/agent-message.ts';
import type { DriveAnswer } from './drive-answers.ts';
import { readDriveMessage, STUDY_PROTOCOL } from './drive-message.ts';
import { Driver, type DriveWorld } from './driver.io.ts';

/** How often to look whether the program still lives, ms: a forked child may keep our input open. */
const LOOK_MS = 2000;

/**
 * Speaks the study protocol (docs/reference/study-protocol.md) over stdin and stdout. Resolves when the input has ended or the program has died,
 * with the study closed.
 */
export async function serveDriver(world: DriveWorld, write: (line: string) => void): Promise<void> {
  const driver = new Driver(world);
  const say = (answer: object): void => {
    try {
      write(`${JSON.stringify(answer)}\n`);
    } catch {
      // the program no longer reads: the study is still closed when its input ends
    }
  };
  say({ type: 'hello', protocol: STUDY_PROTOCOL, version: VERSION, pid: world.host.pid });
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  const queue: string[] = [];
  let working: Promise<void> | undefined;
  await new Promise<void>((resolve) => {
    lines.on('line', (text) => {
      if (text.trim() === '') return;
      queue.push(text);
      working ??= answerAll(driver, queue, say).finally(() => {
        working = undefined;
        if (driver.isClosed) lines.close(); // a forked child of the program may keep our input open
      });
    });
    lines.on('close', resolve);
    const look = setInterval(() => {
      if (!driver.isWanted) lines.close();
    }, LOOK_MS);
    lines.on('close', () => clearInterval(look));
    // The terminal's keys reach us too; the program decides what they mean for the study.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(signal, () => {});
  });
  await working;
  await driver.abandon();
}

/** Answers what has come, in its order; all decisions of one turn are on the disk, by one sync, before any of them is told. */
async function answerAll(driver: Driver, queue: string[], say: (answer: object) => void): Promise<void> {
  await new Promise(setImmediate); // the lines that came with this one
  while (queue.length > 0) {
    const answers: { readonly re: Envelope['id']; readonly answer: Result<DriveAnswer> }[] = [];
    for (let text = queue.shift(); text !== undefined; text = queue.shift()) {
      const envelope = parseEnvelope(text);
      if (!envelope.ok) {
        answers.push({ re: null, answer: envelope });
        continue;
      }
      const { id, type, body } = envelope.value;
      const message = readDriveMessage(type, body);
      answers.push({ re: id, answer: message.ok ? await driver.hear(message.value) : message });
    }
    const failed = driver.flush();
    for (const { re, answer } of answers) {
      if (!answer.ok) say({ re, type: 'error', error: answer.error });
      else if (failed !== undefined) say({ re, type: 'error', error: failed });
      else say({ re, ...answer.value });
    }
  }
}
