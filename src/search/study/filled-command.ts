import { quoted } from '../file/shell-template.ts';
import type { Configuration } from '../space/configuration.ts';

const MACRO = /\$\{([^}]*)\}/g;

/**
 * The command of a study with the values of a configuration, as it can be typed. A study keeps its command as one line, so this is told only where that says
 * all: parameters that are numbers or texts, outside of quotes. Undefined where the search file has to fill it.
 *
 * @example
 * filledCommand('train --lr ${param:lr}', { lr: 0.01 }) // 'train --lr 0.01'
 */
export function filledCommand(command: string, configuration: Configuration): string | undefined {
  if (/["'`\\]/.test(command)) return undefined;
  let isWhole = true;
  const wordOf = (name: string): string => {
    const value = Object.hasOwn(configuration, name) ? configuration[name] : undefined;
    if (typeof value === 'string') return quoted(value, 'nothing');
    if (typeof value === 'number') return `${value}`;
    isWhole = false;
    return '';
  };
  const filled = command.replaceAll(MACRO, (_, macro: string) => {
    if (macro.startsWith('param:')) return wordOf(macro.slice('param:'.length));
    if (macro === 'args')
      return Object.keys(configuration)
        .sort()
        .map((name) => `--${name}=${wordOf(name)}`)
        .join(' ');
    isWhole = false;
    return '';
  });
  return isWhole ? filled : undefined;
}
