import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Key, KeyReader } from '../../src/cli/top/keys.ts';
import { INTERVALS_S, onKey, SORTS, startState, type UiState } from '../../src/cli/top/ui-state.ts';

const ROWS = ['run:A', 'run:B', 'rest:idle', 'process:1', 'process:2'];
const text = (character: string): Key => ({ key: 'text', text: character });

/** Presses keys as a terminal sends them, one after the other. */
function press(typed: string, ui: UiState = startState(1), rows: readonly string[] = ROWS) {
  const reader = new KeyReader();
  let effect: string | undefined;
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
    for (const mode of ['table', 'help', 'filter', 'sort'] as const) {
      expect(press('\u0003', { ...startState(1), mode }).effect).toBe('quit');
      expect(press('\u001a', { ...startState(1), mode }).effect).toBe('suspend');
    }
  });

  test('arrows, j and k choose a row and stop at the ends', () => {
    expect(press('j').ui.selected).toBe('run:A');
    expect(press('k').ui.selected).toBe('process:2');
    expect(press('\u001b[B\u001b[B').ui.selected).toBe('run:B');
    expect(press('jjk').ui.selected).toBe('run:A');
    expect(press('jkkk').ui.selected).toBe('run:A');
    expect(press('G').ui.selected).toBe('process:2');
    expect(press('Gjjg').ui.selected).toBe('run:A');
    expect(press('jjjjjjjjjj').ui.selected).toBe('process:2');
    expect(press('j', startState(1), []).ui.selected).toBeUndefined();
  });

  test('the choice stays with its row, wherever that goes; one that is gone begins anew', () => {
    const { ui } = press('jj');
    expect(press('j', ui, ['process:1', 'run:B', 'run:A']).ui.selected).toBe('run:A');
    expect(press('j', ui, ['process:9', 'process:8']).ui.selected).toBe('process:9');
  });

  test('Escape takes back one choice after the other, then quits', () => {
    let { ui } = press('jj\r/x\r');
    expect(ui).toMatchObject({ selected: 'run:B', ofRun: 'B', filter: 'x' });
    ui = press('\u001b', ui).ui;
    expect(ui.ofRun).toBeUndefined();
    ui = press('\u001b', ui).ui;
    expect(ui).toMatchObject({ filter: '', selected: 'run:B' });
    const third = press('\u001b', ui);
    expect(third).toMatchObject({ effect: undefined });
    expect(third.ui.selected).toBeUndefined();
    expect(press('\u001b', third.ui).effect).toBe('quit');
  });

  test('Enter on a run shows its processes, again all; on another row nothing', () => {
    expect(press('j\r').ui.ofRun).toBe('A');
    expect(press('j\r\r').ui.ofRun).toBeUndefined();
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
