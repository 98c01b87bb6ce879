import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32c } from '../../src/book/crc32c.ts';
import type { JournalEvent } from '../../src/book/journal-event.ts';
import { encodeLine, parseLine, readLine } from '../../src/book/journal-line.ts';
import { component, end, machine, sample, start } from './events.ts';

const decoder = new TextDecoder();

test('a line begins with seq and t and ends with the checksum of what is before it', () => {
  const line = decoder.decode(encodeLine(3, 12.5, { k: 'mark', name: 'é "x"\n' }));
  const [, body, digits] = /^(\{"seq":3,"t":12\.5,"k":"mark",.*),"c":"([0-9a-f]{8})"\}\n$/u.exec(line) ?? [];
  expect(Number.parseInt(digits ?? '', 16)).toBe(crc32c(new TextEncoder().encode(body)));
  expect(JSON.parse(line)).toMatchObject({ seq: 3, t: 12.5, k: 'mark', name: 'é "x"\n' });
});

const anyText = fc.string({ unit: 'binary', maxLength: 20 });
const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n + 0);
const anyEvent: fc.Arbitrary<JournalEvent> = fc.oneof(
  anyText.map((name): JournalEvent => ({ k: 'mark', name })),
  fc.record({ n: fc.nat(), of: fc.nat() }).map((epoch): JournalEvent => ({ k: 'epoch', ...epoch })),
  fc.dictionary(anyText, anyNumber).map((values): JournalEvent => ({ k: 'metric', values })),
  anyText.map((name): JournalEvent => start({ name, command: [name, name] })),
  fc.constant(machine([component('cpu'), component('gpu:0', { available: false, reason: 'no driver' })])),
  fc
    .array(fc.tuple(anyNumber, fc.option(anyNumber), fc.oneof(anyNumber, fc.tuple(anyNumber, anyNumber))), {
      maxLength: 4,
    })
    .map(
      (c): JournalEvent =>
        sample(
          c.map(([e]) => e),
          c.map(([, i]) => i),
          c.map(([, , s]) => s),
          c.map(([, , s]) => s),
        ),
    ),
  fc.constant<JournalEvent>({ ...end(), sha256: '0' }),
);

test('what is parsed is what was encoded', () => {
  fc.assert(
    fc.property(fc.nat(), anyNumber, anyEvent, (seq, t, event) => {
      const parsed = parseLine(encodeLine(seq, t, event));
      // JSON knows no −0 and no key order; neither does toEqual's recursive equality of what JSON holds.
      expect(parsed).toEqual({ ok: true, value: JSON.parse(JSON.stringify({ seq, t, ...event })) });
    }),
  );
});

test('a line cut off at any byte is torn, never something else', () => {
  const line = encodeLine(7, 1.25, sample([10, 2], [4, null], [0.5, [0, 1]], [1, 0]));
  for (let length = 0; length < line.length - 1; length++) {
    expect(parseLine(line.slice(0, length)).ok, `cut to ${length}`).toBe(false);
  }
  expect(parseLine(line.slice(0, -1)).ok).toBe(true); // without its newline it is whole
});

test('a change of any one byte is noticed', () => {
  const line = encodeLine(7, 1.25, { k: 'stage', op: 'begin', name: 'warm', w: 'w1' });
  for (let i = 0; i < line.length - 1; i++) {
    for (const flip of [1, 0x20, 0x80]) {
      const altered = line.slice();
      altered[i] = (altered[i] as number) ^ flip;
      const parsed = parseLine(altered);
      expect(parsed.ok, `byte ${i}`).toBe(false);
      if (!parsed.ok)
        expect(parsed.error).toMatchObject({
          code: 'E_JOURNAL',
          why: expect.any(String),
          fix: expect.any(String),
        });
    }
  }
});

function signed(body: string): Uint8Array {
  const digits = crc32c(new TextEncoder().encode(body)).toString(16).padStart(8, '0');
  return new TextEncoder().encode(`${body},"c":"${digits}"}`);
}

test('a whole line of an unknown kind is told apart', () => {
  expect(readLine(signed('{"seq":1,"t":2,"k":"aura","v":1'))).toEqual({
    ok: false,
    bad: 'unknown',
    kind: 'aura',
  });
  expect(readLine(signed('{"seq":1,"t":2,"k":"constructor"'))).toMatchObject({ bad: 'unknown' });
});

test('a whole line whose members have other shapes is not used', () => {
  for (const body of [
    '[1',
    '{"seq":1,"k":"mark","name":"x"',
    '{"seq":1,"t":2,"k":"mark","name":4',
    '{"seq":1,"t":2,"k":"sample","dt":1,"e":[1],"i":[1],"s":[1],"x":[]',
    '{"seq":1,"t":2,"k":"sample","dt":1,"e":[1],"i":[1],"s":["1"],"x":[0]',
    '{"seq":1,"t":2,"k":"machine","components":[{"name":"cpu"}]',
    '{"seq":1,"t":2,"k":"start","id":"x"',
  ]) {
    expect(readLine(signed(body)), body).toEqual({ ok: false, bad: 'altered' });
  }
});

test('an event with a member c of its own would hide the checksum: our bug, thrown', () => {
  const event = { k: 'mark', name: 'x', c: 1 } as JournalEvent;
  expect(() => encodeLine(0, 0, event)).toThrow(/checksum/u);
});
