import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Key, KeyReader } from '../../src/cli/top/keys.ts';
import {
  type Effect,
  INTERVALS_S,
  onKey,
  SORTS,
  startState,
  type UiState,
} from '../../src/cli/top/ui-state.ts';

const ROWS = ['run:A', 'run:B', 'rest:idle', 'process:1', 'process:2'];
const text = (character: string): Key => ({ key: 'text', text: character });

/** Presses keys as a terminal sends them, one after the other. */
function press(typed: string, ui: UiState = startState(1), rows: readonly string[] = ROWS) {
  const reader = new KeyReader();
  let effect: Effect | undefined;
  let now = ui;
  for (const key of [...reader.feed(typed), ...reader.flush()]) {
    const step = onKey(now, key, rows);
    now = step.ui;
    effect = step.effect ?? effect;
  }
  return { ui: now, effect };
}

describe('keys from a terminal', () => {
  test.each([
    ['\u001b[A', 'up'],
    ['\u001bOA', 'up'],
    ['\u001b[B', 'down'],
    ['\u001b[5~', 'page-up'],
    ['\u001b[6~', 'page-down'],
    ['\u001b[H', 'home'],
    ['\u001b[4~', 'end'],
    ['\u001bOP', 'f1'],
    ['\u001b[[A', 'f1'],
    ['\u001b[17~', 'f6'],
    ['\u001b[21~', 'f10'],
    ['\r', 'enter'],
    ['\u007f', 'backspace'],
    ['\u0003', 'interrupt'],
    ['\u001a', 'suspend'],
    ['\u001b[1;5A', 'unknown'],
    ['\u001b[200~', 'unknown'],
  ])('%j is %s', (sent, key) => {
    expect(new KeyReader().feed(sent)).toEqual([{ key }]);
  });

  test('text is text, also beyond the first plane', () => {
    expect(new KeyReader().feed('q蒼🌍')).toEqual([text('q'), text('蒼'), text('🌍')]);
  });

  test('an Escape alone is one after a while, and until then may become a key', () => {
    const reader = new KeyReader();
    expect(reader.feed('\u001b')).toEqual([]);
    expect(reader.isWaiting).toBe(true);
    expect(reader.flush()).toEqual([{ key: 'escape' }]);
    expect(reader.isWaiting).toBe(false);
    reader.feed('\u001b');
    expect(reader.feed('[A')).toEqual([{ key: 'up' }]);
  });

  test('however the pieces are cut, the keys are the same', () => {
    const sent = 'q\u001b[A\u001bOB\u001b[21~x\u001b[[Aj\u001b[1;2Ck';
    const whole = new KeyReader().feed(sent);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: sent.length - 1 }), { maxLength: 8 }), (cuts) => {
        const reader = new KeyReader();
        const places = [0, ...cuts.toSorted((a, b) => a - b), sent.length];
        const keys = places.slice(1).flatMap((to, i) => reader.feed(sent.slice(places[i], to)));
        expect(keys).toEqual(whole);
      }),
    );
  });

  test('no input leaves it waiting for ever', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('\u001b', '[', 'O', '1', ';', '~', 'A', 'x', '\u0000'),
          maxLength: 30,
        }),
        (sent) => {
          const reader = new KeyReader();
          reader.feed(sent);
          for (let i = 0; i < 40 && reader.isWaiting; i++) reader.flush();
          expect(reader.isWaiting).toBe(false);
        },
      ),
    );
  });
});

describe('what keys do', () => {
  test.each(['q', 'Q', '\u0003', '\u001b[21~', '\u001b'])('%j quits', (sent) => {
    expect(press(sent).effect).toBe('quit');
  });

  test('Ctrl-C quits and Ctrl-Z suspends, whatever is being done', () => {
    for (const mode of ['table', 'help', 'filter', 'sort', 'stop'] as const) {
      expect(press('\u0003', { ...startState(1), mode }).effect).toBe('quit');
      expect(press('\u001a', { ...startState(1), mode }).effect).toBe('suspend');
    }
  });

  test('arrows choose a row and stop at the ends', () => {
    expect(press('\u001b[B').ui.selected).toBe('run:A');
    expect(press('\u001b[A').ui.selected).toBe('process:2');
    expect(press('\u001b[B\u001b[B').ui.selected).toBe('run:B');
    expect(press('\u001b[B\u001b[B\u001b[A').ui.selected).toBe('run:A');
    expect(press('\u001b[B\u001b[A\u001b[A\u001b[A').ui.selected).toBe('run:A');
    expect(press('G').ui.selected).toBe('process:2');
    expect(press('G\u001b[B\u001b[Bg').ui.selected).toBe('run:A');
    expect(press('\u001b[B'.repeat(10)).ui.selected).toBe('process:2');
    expect(press('\u001b[B', startState(1), []).ui.selected).toBeUndefined();
  });

  test('the choice stays with its row, wherever that goes; one that is gone begins anew', () => {
    const { ui } = press('\u001b[B\u001b[B');
    expect(press('\u001b[B', ui, ['process:1', 'run:B', 'run:A']).ui.selected).toBe('run:A');
    expect(press('\u001b[B', ui, ['process:9', 'process:8']).ui.selected).toBe('process:9');
  });

  test('Escape takes back one choice after the other, then quits', () => {
    let { ui } = press('\u001b[B\u001b[B\r/x\r3');
    expect(ui).toMatchObject({ selected: 'run:B', ofRun: 'B', filter: 'x', gpu: 3 });
    ui = press('\u001b', ui).ui;
    expect(ui.ofRun).toBeUndefined();
    ui = press('\u001b', ui).ui;
    expect(ui.gpu).toBeUndefined();
    ui = press('\u001b', ui).ui;
    expect(ui).toMatchObject({ filter: '', selected: 'run:B' });
    const fourth = press('\u001b', ui);
    expect(fourth).toMatchObject({ effect: undefined });
    expect(fourth.ui.selected).toBeUndefined();
    expect(press('\u001b', fourth.ui).effect).toBe('quit');
  });

  test('a digit looks at one GPU, again at all, another at another', () => {
    expect(press('0').ui.gpu).toBe(0);
    expect(press('33').ui.gpu).toBeUndefined();
    expect(press('37').ui.gpu).toBe(7);
    expect(press('/3').ui).toMatchObject({ filter: '3' });
    expect(press('/3').ui.gpu).toBeUndefined();
  });

  test.each(['k', '\u001b[20~'])('%j stops the chosen run, but asks first', (key) => {
    expect(press(`\u001b[B${key}y`)).toMatchObject({ ui: { mode: 'table' }, effect: { stop: 'A' } });
    expect(press(`\u001b[B${key}`)).toMatchObject({ ui: { mode: 'stop' }, effect: undefined });
    for (const other of ['n', 'k', '\r', ' ', '\u001b', '\u001b[B'])
      expect(press(`\u001b[B${key}${other}`)).toMatchObject({ ui: { mode: 'table' }, effect: undefined });
  });

  test('what is no run is not stopped', () => {
    expect(press('ky').effect).toBeUndefined();
    expect(press('Gky').effect).toBeUndefined();
  });

  test('j keeps the reading', () => {
    expect(press('j').effect).toBe('save');
  });

  test('Enter on a run shows its processes, again all; on another row nothing', () => {
    expect(press('\u001b[B\r').ui.ofRun).toBe('A');
    expect(press('\u001b[B\r\r').ui.ofRun).toBeUndefined();
    expect(press('G\r').ui.ofRun).toBeUndefined();
  });

  test('what is typed behind / is the filter, letters that are keys elsewhere too', () => {
    expect(press('/quark').ui).toMatchObject({ mode: 'filter', filter: 'quark' });
    expect(press('/quark\u007f\u007f\r').ui).toMatchObject({ mode: 'table', filter: 'qua' });
    expect(press('/quark\u001b').ui).toMatchObject({ mode: 'table', filter: '' });
    expect(press('/蒼🌍\u007f').ui.filter).toBe('蒼');
  });

  test('the menu of sorts goes round in both directions, and takes names', () => {
    const orders = SORTS.map((_, i) => press(`s${'\u001b[C'.repeat(i)}`).ui.sort);
    expect(orders).toEqual([...SORTS]);
    expect(press('s\u001b[D').ui.sort).toBe(SORTS.at(-1));
    expect(press(`\u001b[17~${'\u001b[17~'.repeat(SORTS.length)}\r`).ui).toMatchObject({
      mode: 'table',
      sort: SORTS[0],
    });
    expect(press('sn').ui).toMatchObject({ mode: 'table', sort: 'name' });
    expect(press('r').ui.reversed).toBe(true);
    expect(press('PrW').ui).toMatchObject({ sort: 'power', reversed: true });
  });

  test('+ and - step through the intervals and stop at the ends', () => {
    expect(press('+').ui.intervalS).toBe(2);
    expect(press('-').ui.intervalS).toBe(0.5);
    expect(press('+'.repeat(30)).ui.intervalS).toBe(INTERVALS_S.at(-1));
    expect(press('-'.repeat(30)).ui.intervalS).toBe(INTERVALS_S[0]);
    expect(press('+', startState(3)).ui.intervalS).toBe(5);
    expect(press('-', startState(3)).ui.intervalS).toBe(2);
  });

  test('space pauses and goes on; ? and h show the keys, any key leaves them', () => {
    expect(press(' ').ui.paused).toBe(true);
    expect(press('  ').ui.paused).toBe(false);
    for (const key of ['?', 'h', '\u001bOP']) expect(press(key).ui.mode).toBe('help');
    expect(press('?x').ui.mode).toBe('table');
    expect(press('?q').effect).toBe('quit');
  });

  test('no keys leave a state from which Ctrl-C does not lead out', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 40 }), (sent) => {
        const { ui } = press(sent);
        expect(onKey(ui, { key: 'interrupt' }, ROWS).effect).toBe('quit');
        expect(SORTS).toContain(ui.sort);
      }),
    );
  });
});
