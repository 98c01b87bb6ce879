import type { RunRecord } from '../../../book/run-record.ts';
import type { Figure } from '../../chart/figure.ts';
import { selectRuns } from '../selection.ts';
import type { Statement } from '../statement.ts';
import { componentsFigure } from './components-figure.ts';
import { fatesFigure } from './fates-figure.ts';
import { frontierFigure } from './frontier-figure.ts';
import { groupsFigure } from './groups-figure.ts';
import { learningFigure } from './learning-figure.ts';
import { ledgerFigure } from './ledger-figure.ts';
import { type PowerHistory, powerFigure } from './power-figure.ts';
import { stagesFigure } from './stages-figure.ts';

/** The charts of a report, in the order in which they are read; one that has nothing to show is left out. */
export function allFigures(
  statement: Statement,
  records: readonly RunRecord[],
  power: PowerHistory | undefined,
): readonly Figure[] {
  const { roots } = selectRuns(records);
  const isSingle = roots.length === 1;
  const figures = [
    componentsFigure(statement),
    isSingle && power !== undefined ? powerFigure(power) : ledgerFigure(statement),
    stagesFigure(roots),
    fatesFigure(statement),
    frontierFigure(statement),
    groupsFigure(statement),
    learningFigure(statement, records),
  ];
  return figures.filter((figure) => figure !== undefined);
}
