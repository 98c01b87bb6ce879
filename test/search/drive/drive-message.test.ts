import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDriveMessage } from '../../../src/search/drive/drive-message.ts';

test('a message is read with what it may leave out left out', () => {
  expect(readDriveMessage('report', { trial: 3, values: { acc: 0.5 }, step: 2 })).toEqual({
    ok: true,
    value: { type: 'report', trial: 3, values: { acc: 0.5 }, step: 2 },
  });
  expect(readDriveMessage('tell', { trial: 0 })).toEqual({
    ok: true,
    value: { type: 'tell', trial: 0, state: 'complete', values: {} },
  });
});

test.each([
  ['report', {}, '"trial" is missing'],
  ['report', { trial: 1, values: [1] }, '"values" is no object'],
  ['tell', { trial: 1, state: 'done' }, '"state" is not one of complete, stopped'],
  ['open', { text: 3 }, '"text" is not a text'],
  ['sing', {}, 'unknown message type "sing"'],
  ['', {}, 'a message has no "type"'],
])('%s %j is refused: %s', (type, body, what) => {
  const read = readDriveMessage(type, body);
  expect(read.ok ? '' : read.error.what).toContain(what);
});

test('nothing that a program may say throws', () => {
  const types = fc.constantFrom('open', 'ask', 'report', 'look', 'tell', 'enqueue', 'budget', 'close', 'x');
  fc.assert(
    fc.property(types, fc.dictionary(fc.string(), fc.jsonValue()), (type, body) => {
      expect(typeof readDriveMessage(type, body).ok).toBe('boolean');
    }),
  );
});
