import { describe, expect, it } from 'vitest';
import { orderOfWork } from '../../../src/pipeline/graph/order-of-work.ts';
import { type StageGraph, stageGraph } from '../../../src/pipeline/graph/stage-graph.ts';
import type { Node } from '../../../src/pipeline/model/stage.ts';
import { data, stage } from './made-up-nodes.ts';

function graphOf(...nodes: Node[]): StageGraph {
  const graph = stageGraph(nodes, '');
  if (!graph.ok) throw new Error(graph.error.what);
  return graph.value;
}
function faultOf(...nodes: Node[]): string {
  const graph = stageGraph(nodes, '');
  return graph.ok ? 'none' : graph.error.what;
}
const names = (nodes: readonly Node[]): string[] =>
  nodes.map((node) => (node.kind === 'stage' ? node.name : node.file));

describe('edges', () => {
  const raw = data('data/raw');
  const prepare = stage('prepare', ['data/raw/part/1.csv', 'code.py'], ['clean']);
  const train = stage('train', ['clean'], ['model', 'log/train.txt']);
  const evaluate = stage('evaluate', ['log', 'model'], ['scores.json']);
  const graph = graphOf(evaluate, train, prepare, raw);
  const upstream = (node: Node): string[] => names(graph.upstream.get(node) ?? []);
  it('run to who makes the path, the folder that holds it, or something inside it', () => {
    expect(upstream(prepare)).toEqual(['data/raw.dvc']);
    expect(upstream(train)).toEqual(['prepare']);
    expect(upstream(evaluate)).toEqual(['train']);
    expect(names(graph.downstream.get(raw) ?? [])).toEqual(['prepare']);
  });
  it('are those of parameter files too', () => {
    const tune = stage('tune', [], ['best.yaml']);
    const fit = stage('fit', [], ['m'], { params: [{ path: 'best.yaml', at: 'best.yaml', keys: 'all' }] });
    expect(names(graphOf(fit, tune).upstream.get(fit) ?? [])).toEqual(['tune']);
  });
  it.each([
    ['upstream', [train], ['data/raw.dvc', 'prepare', 'train']],
    ['downstream', [train], ['train', 'evaluate']],
    ['pipeline', [train], ['data/raw.dvc', 'prepare', 'train', 'evaluate']],
    ['single', [evaluate, train], ['evaluate', 'train']],
    ['upstream', [], ['data/raw.dvc', 'prepare', 'train', 'evaluate']],
  ] as const)('%s of %o', (reach, targets, expected) => {
    expect(names(orderOfWork(graph, targets, reach))).toEqual(expected);
  });
  it('do not leave a frozen stage', () => {
    const frozen = stage('train', ['clean'], ['model'], { frozen: true });
    const cut = graphOf(stage('evaluate', ['model'], ['s']), frozen, prepare);
    expect(names(orderOfWork(cut, [cut.nodes[0] as Node], 'upstream'))).toEqual(['train', 'evaluate']);
    expect(names(orderOfWork(cut, [prepare], 'pipeline'))).toEqual(['prepare']);
  });
});

describe('contradictions', () => {
  it('one output of two stages', () => {
    expect(faultOf(stage('a', [], ['d']), stage('b', [], ['d']))).toBe(
      "output 'd' is specified in: \n\t- b\n\t- a",
    );
  });
  it('an output inside another, whichever comes first', () => {
    const told = "the output paths 'd'('a') and 'd/e/f'('b') overlap";
    expect(faultOf(stage('a', [], ['d']), stage('b', [], ['d/e/f']))).toBe(told);
    expect(faultOf(stage('b', [], ['d/e/f']), stage('a', [], ['d']))).toBe(told);
    expect(faultOf(stage('a', [], ['d']), stage('b', [], ['de']))).toBe('none');
  });
  it('stages that wait for each other', () => {
    const fault = faultOf(stage('a', ['z'], ['x']), stage('b', ['x'], ['y']), stage('c', ['y'], ['z']));
    expect(fault).toBe('Same item(s) are defined as both a dependency and an output in stages: a, c, b.');
    expect(faultOf(stage('a', ['x'], ['x']))).toContain('in stage: a.');
  });
  it('a dvc.yaml inside an output', () => {
    const fault = faultOf(stage('a', [], ['sub']), stage('b', [], ['x'], { file: 'sub/dvc.yaml' }));
    expect(fault).toBe("stage 'sub/dvc.yaml:b' is within an output 'sub' of another stage");
  });
  it('a chain of twenty thousand stages is no trouble', () => {
    const chain = Array.from({ length: 20_000 }, (_, i) => stage(`s${i}`, [`f${i}`], [`f${i + 1}`]));
    const graph = graphOf(...chain.reverse());
    expect(names(orderOfWork(graph, [], 'upstream')).at(-1)).toBe('s19999');
  });
});
