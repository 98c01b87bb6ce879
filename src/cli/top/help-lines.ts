import { wrapText } from '../output/text-width.ts';
import type { FrameLook } from './frame-types.ts';
import type { TopReading } from './reading.ts';

const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['q F10 Esc', 'quit (Esc first takes back a choice)'],
  ['up down', 'choose a row; Home g first, End G last'],
  ['Enter', 'on a run: only its processes'],
  ['k F9', 'stop the chosen run (asks first; SIGTERM)'],
  ['0-9', 'that GPU alone and who holds it; once more: all'],
  ['j', 'this reading into a file, as JSON'],
  ['s F6', 'sort by power, cpu, energy, name or start'],
  ['r', 'the other way round; P by cpu, W by power'],
  ['/', 'only what holds a text'],
  ['space', 'hold the screen; measuring goes on'],
  ['+ -', 'longer, shorter interval'],
  ['Ctrl-L', 'draw anew'],
];

const ABOUT = [
  'POWER of a run is its part of the machine at the wall: what its work adds, and its share of the idle power. Runs, untracked work, joulebook itself and idle sum to the machine. A run inside a run is a part of it.',
  'POWER of a process is only what its work adds. CPU: 100 % is one core; of runs in cores. Grades: A counter, B model, C assumed.',
];

/** What the keys do and the columns mean. */
export function helpLines(reading: TopReading, look: FrameLook): readonly string[] {
  const own = (100 * reading.ownCpu).toFixed(1);
  const column = 13;
  return [
    '',
    ...KEYS.flatMap(([keys, does]) =>
      wrapText(does, Math.max(10, look.width - column)).map(
        (text, i) => `${look.style.bold((i === 0 ? keys : '').padEnd(column))}${text}`,
      ),
    ),
    '',
    ...[...ABOUT, `This program takes ${own} % of one core.`].flatMap((text) => wrapText(text, look.width)),
  ];
}
