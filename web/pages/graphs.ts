// Pages of drawn wholes. They are fetched together: apart each would be packed worse, and all scripts count against one budget.
export { Page as Studies } from './studies/studies-page.tsx';
export { Page as Pipeline } from './pipeline/pipeline-page.tsx';
export { Page as Live } from './live/live-page.tsx';
