import { expect, test } from 'vitest';
import { collapsed, type Dag, partOf } from '../../../src/pipeline/draw/dag.ts';
import { dotText, mermaidText, outlineText } from '../../../src/pipeline/draw/dag-text.ts';

const dag: Dag = new Map<string, readonly string[]>([
  ['prepare', []],
  ['train@us', ['prepare']],
  ['train@uk', ['prepare']],
  ['report', ['train@us', 'train@uk']],
  ['alone', []],
]);

test('a part is what is needed; the full one is all that hangs together', () => {
  expect([...partOf(dag, ['train@us'], false).keys()]).toEqual(['prepare', 'train@us']);
  expect([...partOf(dag, ['train@us'], true).keys()]).toEqual(['prepare', 'train@us', 'train@uk', 'report']);
});

test('a group is one node', () => {
  expect([...collapsed(dag)]).toEqual([
    ['prepare', []],
    ['report', ['train']],
    ['alone', []],
    ['train', ['prepare']],
  ]);
});

test('Mermaid numbers nodes part by part, sorted in each', () => {
  expect(
    mermaidText(partOf(dag, ['report'], false), (name) => (name === 'report' ? '2 Wh' : undefined)),
  ).toBe(
    'flowchart TD\n\tnode1["prepare"]\n\tnode2["report<br/>2 Wh"]\n\tnode3["train@uk"]\n\tnode4["train@us"]\n\tnode1-->node3\n\tnode1-->node4\n\tnode3-->node2\n\tnode4-->node2',
  );
});

test('Graphviz gets quoted names, and arrows from what is needed', () => {
  expect(
    dotText(
      new Map([
        ['a"b', []],
        ['c', ['a"b']],
      ]),
    ),
  ).toBe(
    String.raw`strict digraph {
"a\"b";
"c";
"a\"b" -> "c";
}
`,
  );
});

test('line by line each node stands behind those that it needs', () => {
  expect(
    outlineText(partOf(dag, ['report'], false), (name) => (name === 'report' ? '2 Wh' : undefined)),
  ).toBe('prepare\ntrain@us <- prepare\ntrain@uk <- prepare\nreport (2 Wh) <- train@us, train@uk');
});
