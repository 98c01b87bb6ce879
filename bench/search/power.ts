/**
 * What a unit of cost stands for in joules, so that an engine's own computing can be charged beside the training it saves. Assumptions of
 * the benchmark, printed with its results; they shift no ratio but by the engine's own part.
 */
export const JOULES_PER = {
  /** A second of an LCBench training: one CPU node at 100 W. */
  lcbenchSecond: 100,
  /** A point of a TaskSet curve: 200 steps of a small recurrent network, taken as 2 s at 100 W. */
  tasksetPoint: 200,
  /** A second of an AlgoPerf training: 8 accelerators at 300 W and a host at 500 W. */
  algoperfSecond: 2900,
  /** A CPU-second of a table that `tables/make_tables.py` made: small trainings that stand for such as take ten times as long, at 100 W. */
  madeSecond: 1000,
  /** A unit of resource of a synthetic training of mean cost: 2 s at 100 W. */
  syntheticUnit: 200,
  /** A second of the engine's own computing: one busy core. */
  engineSecond: 10,
} as const;
