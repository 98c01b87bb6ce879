// Pages of figures and words. They are fetched together: apart each would be packed worse, and all scripts count against one budget.
export { Page as Budget } from './budget/budget-page.tsx';
export { Page as Waste } from './waste/waste-page.tsx';
export { Page as Leaderboard } from './leaderboard/leaderboard-page.tsx';
export { Page as Grid } from './grid/grid-page.tsx';
export { Page as Calculator } from './calc/calc-page.tsx';
export { Page as Method } from './method/method-page.tsx';
export { ImportForm, Page as Import } from './import/import-page.tsx';
