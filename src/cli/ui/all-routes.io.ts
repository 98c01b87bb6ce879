import type { Route } from '../../server/route.ts';
import { bookRoutes } from './answers/book.io.ts';
import { budgetRoutes } from './answers/budget.io.ts';
import { calcRoutes } from './answers/calc.io.ts';
import { compareRoutes } from './answers/compare.io.ts';
import { frontierRoutes } from './answers/frontier.io.ts';
import { gridRoutes } from './answers/grid.io.ts';
import { importRoutes } from './answers/import.io.ts';
import { leaderboardRoutes } from './answers/leaderboard.io.ts';
import { liveRoutes } from './answers/live.io.ts';
import { methodRoutes } from './answers/method.io.ts';
import { overviewRoutes } from './answers/overview.io.ts';
import { pipelineRoutes } from './answers/pipeline.io.ts';
import { runChangeRoutes } from './answers/run-changes.io.ts';
import { runEvidenceRoutes } from './answers/run-evidence.io.ts';
import { runListRoutes } from './answers/run-list.io.ts';
import { runPowerRoutes } from './answers/run-power.io.ts';
import { runSamplesRoutes } from './answers/run-samples.io.ts';
import { runShiftRoutes } from './answers/run-shift.io.ts';
import { runTimelineRoutes } from './answers/run-timeline.io.ts';
import { runUsageRoutes } from './answers/run-usage.io.ts';
import { runPageRoutes } from './answers/run.io.ts';
import { runRoutes } from './answers/runs.io.ts';
import { sampleRoutes } from './answers/sample.io.ts';
import { studyRoutes } from './answers/studies.io.ts';
import type { Surroundings } from './answers/surroundings.io.ts';
import { wasteRoutes } from './answers/waste.io.ts';
import type { RowMemory } from './row-memory.io.ts';

/** Every address of the dashboard's API. A path that is whole stands before one with a name in it. */
export function allRoutes(surroundings: Surroundings): readonly Route[] {
  return [
    bookRoutes,
    budgetRoutes,
    calcRoutes,
    compareRoutes,
    frontierRoutes,
    gridRoutes,
    importRoutes,
    leaderboardRoutes,
    liveRoutes,
    methodRoutes,
    overviewRoutes,
    pipelineRoutes,
    runChangeRoutes,
    runEvidenceRoutes,
    runListRoutes,
    runPageRoutes,
    runPowerRoutes,
    runRoutes,
    runSamplesRoutes,
    runShiftRoutes,
    runTimelineRoutes,
    runUsageRoutes,
    sampleRoutes,
    studyRoutes,
    wasteRoutes,
  ].flatMap((routes) => routes(surroundings).map((route) => seenAtOnce(route, surroundings.rows)));
}

/** What a page changes it sees at once, however short a time ago the files were looked at. */
function seenAtOnce(route: Route, rows: RowMemory): Route {
  if (route.method === 'GET') return route;
  return {
    ...route,
    answer: async (question) => {
      try {
        return await route.answer(question);
      } finally {
        rows.lookAgain();
      }
    },
  };
}
