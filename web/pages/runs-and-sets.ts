// Pages of one run and of several. They are fetched together: apart each would be packed worse, and all scripts count against one budget.
export { Page as Runs } from './runs/runs-page.tsx';
export { Page as Run } from './run/run-page.tsx';
export { Page as Compare } from './compare/compare-page.tsx';
export { Page as Frontier } from './frontier/frontier-page.tsx';
