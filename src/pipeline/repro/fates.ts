import type { Problem } from '../../errors.ts';
import type { StageRecord } from '../energy/stage-record.ts';
import type { StageFate, Tallied } from '../energy/tally.ts';
import { addressOf } from '../graph/address.ts';
import type { StageGraph } from '../graph/stage-graph.ts';
import type { Node, RepoPath } from '../model/stage.ts';
import type { ReproOptions } from './repro-options.ts';

/** A node that could not be brought up to date. */
export interface Failure {
  readonly node: Node;
  readonly why: Problem;
}

/** What became of each node of a `repro`, and what follows from it for the others. */
export class Fates {
  readonly #graph: StageGraph;
  readonly #from: RepoPath;
  readonly #options: Pick<ReproOptions, 'onFailure' | 'forceDownstream'>;
  readonly #fates = new Map<Node, Tallied>();
  readonly #lost = new Set<Node>();
  readonly #forced: Set<Node>;
  readonly failures: Failure[] = [];
  readonly #done = new Set<Node>();

  /** @param forced nodes that are done whatever their state. */
  constructor(
    graph: StageGraph,
    from: RepoPath,
    options: Pick<ReproOptions, 'onFailure' | 'forceDownstream'>,
    forced: readonly Node[],
  ) {
    this.#graph = graph;
    this.#from = from;
    this.#options = options;
    this.#forced = new Set(forced);
  }

  isForced(node: Node): boolean {
    return this.#forced.has(node);
  }

  /** A node is as it should be, with nothing done. */
  unchanged(node: Node, record?: StageRecord): void {
    this.#note(node, 'unchanged', record);
    if (this.#options.forceDownstream && this.#forced.has(node)) this.#forceUsers(node);
  }

  /** A node was brought up to date. */
  done(node: Node, fate: StageFate, record?: StageRecord): void {
    this.#done.add(node);
    this.#note(node, fate, record);
    if (this.#options.forceDownstream) this.#forceUsers(node);
  }

  /** @returns whether further nodes may begin. */
  failed(node: Node, why: Problem): 'go on' | 'stop' {
    this.failures.push({ node, why });
    this.#lost.add(node);
    this.#note(node, 'failed');
    return this.#options.onFailure === 'stop' ? 'stop' : 'go on';
  }

  /** Nodes with which something was done: run, restored, or saved anew. */
  get brought(): ReadonlySet<Node> {
    return this.#done;
  }

  skipped(node: Node): void {
    this.#lost.add(node);
    this.#note(node, 'skipped');
  }

  /** A node that it needs and that failed, or was skipped for another's failure. */
  blockedBy(node: Node): Node | undefined {
    if (this.#options.onFailure === 'ignore' || node.frozen) return undefined;
    return (this.#graph.upstream.get(node) ?? []).find((need) => this.#lost.has(need));
  }

  /** The stages of a plan, in its order. */
  tallied(plan: readonly Node[]): readonly Tallied[] {
    return plan.flatMap((node) => this.#fates.get(node) ?? []);
  }

  #forceUsers(node: Node): void {
    for (const user of this.#graph.downstream.get(node) ?? []) if (!user.frozen) this.#forced.add(user);
  }

  #note(node: Node, fate: StageFate, record?: StageRecord): void {
    if (node.kind === 'data') return;
    const stage = addressOf(node, this.#from);
    this.#fates.set(node, { stage, fate, ...(record === undefined ? {} : { record }) });
  }
}
