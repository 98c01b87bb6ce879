import { SAMPLE } from '../../book/sample-runs.ts';

/** That a total leaves the sample's runs out, and how to see them; none where it leaves out nothing. */
export function leftOutNote(runs: number): readonly string[] {
  if (runs === 0) return [];
  return [
    `${runs === 1 ? '1 made-up run of the sample is' : `${runs} made-up runs of the sample are`} left out: project:${SAMPLE} chooses them`,
  ];
}
