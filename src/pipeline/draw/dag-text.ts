import { postOrder } from '../graph/post-order.ts';
import { byCodePoints } from '../values/code-points.ts';
import { componentsOf, type Dag, usersOf } from './dag.ts';
import { drawBoxes } from './draw-boxes.ts';

/** What stands beside the name of a node, e.g. its energy; undefined: nothing. */
export type Beside = (name: string) => string | undefined;

const NOTHING: Beside = () => undefined;

/** A graph as boxes of characters, each part that hangs together below the one before. */
export function boxesText(dag: Dag, beside: Beside = NOTHING): string {
  const hasMore = [...dag.keys()].some((name) => beside(name) !== undefined);
  const drawings = componentsOf(dag).map((part) => {
    const names = [...part.keys()];
    const index = new Map(names.map((name, i) => [name, i]));
    const lines = [...part].flatMap(([name, needs]) =>
      needs.map((need): [number, number] => [index.get(need) ?? 0, index.get(name) ?? 0]),
    );
    const texts = names.map((name) => (hasMore ? [name, beside(name) ?? ''] : [name]));
    return drawBoxes({ texts, lines });
  });
  return drawings.join('\n');
}

/** A graph line by line, each node behind those that it needs: for where boxes would be wider than the terminal. */
export function outlineText(dag: Dag, beside: Beside = NOTHING): string {
  const names = postOrder(dag.keys(), (name) => dag.get(name) ?? []);
  const lines = names.map((name) => {
    const [needs = [], more] = [dag.get(name), beside(name)];
    return [
      name,
      ...(more === undefined ? [] : [`(${more})`]),
      ...(needs.length === 0 ? [] : [`<- ${needs.join(', ')}`]),
    ].join(' ');
  });
  return lines.join('\n');
}

/** A graph for Mermaid. */
export function mermaidText(dag: Dag, beside: Beside = NOTHING): string {
  let text = 'flowchart TD';
  let count = 0;
  for (const part of componentsOf(dag)) {
    const ids = new Map<string, string>();
    for (const name of [...part.keys()].sort(byCodePoints)) {
      count += 1;
      const more = beside(name);
      ids.set(name, `node${count}`);
      text += `\n\tnode${count}["${name}${more === undefined ? '' : `<br/>${more}`}"]`;
    }
    const lines = [...part].flatMap(([name, needs]) => needs.map((need): [string, string] => [need, name]));
    lines.sort((a, b) => byCodePoints(a[0], b[0]) || byCodePoints(a[1], b[1]));
    for (const [from, to] of lines) text += `\n\t${ids.get(from)}-->${ids.get(to)}`;
  }
  return text;
}

/** A graph for Graphviz. */
export function dotText(dag: Dag, beside: Beside = NOTHING): string {
  const quoted = (text: string): string => `"${text.replaceAll('"', String.raw`\"`)}"`;
  const nodes = [...dag.keys()].map((name) => {
    const more = beside(name);
    const label = more === undefined ? '' : ` [label=${quoted(String.raw`${name}\n${more}`)}]`;
    return `${quoted(name)}${label};\n`;
  });
  const lines = [...usersOf(dag)].flatMap(([need, users]) =>
    users.map((user) => `${quoted(need)} -> ${quoted(user)};\n`),
  );
  return `strict digraph {\n${[...nodes, ...lines].join('')}}\n`;
}
