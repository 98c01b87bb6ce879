import { YamlFault } from './fault.ts';
import type { Scanner } from './scanner.ts';
import type { Token } from './token.ts';

/** What the handles of tags stand for: `!` for itself, `!!` for YAML's own tags, others for what the document declares. */
export class TagHandles {
  readonly #prefixes = new Map([
    ['!', '!'],
    ['!!', 'tag:yaml.org,2002:'],
  ]);

  /** Reads the directives before a document. @throws YamlFault where it is of another version than YAML 1.2 */
  readDirectives(scanner: Scanner): void {
    while (scanner.at('directive')) {
      const { text, values = [], start, end } = scanner.take();
      const [first = '', second = ''] = values;
      if (text === 'TAG') this.#prefixes.set(first, second);
      if (text !== 'YAML' || (first === '1' && second === '2')) continue;
      throw new YamlFault(
        start,
        `the file declares itself as YAML ${first}.${second}, where \`yes\` or \`010\` may mean something else than in YAML 1.2, which is read here`,
        'Remove the line.',
        end - start,
      );
    }
  }

  /** The tag that a token stands for. */
  tagOf({ handle, text, start, end }: Token): string {
    if (handle === undefined) return text;
    const prefix = this.#prefixes.get(handle);
    if (prefix !== undefined) return prefix + text;
    throw new YamlFault(start, `the handle \`${handle}\` of the tag is not declared`, undefined, end - start);
  }
}
