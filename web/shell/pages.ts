import { type ComponentType } from 'preact';

/** What of the top bar a page may heed. */
export type Control = 'project' | 'filter' | 'time' | 'unit';

/** A page of the dashboard. */
export interface Page {
  readonly path: string;
  readonly name: string;
  /** It is the page of what stands behind its path (`/runs/ID`), where another may be that of the path itself. */
  readonly isOfOne?: true;
  /** Letter behind `g` that leads to it; none where the rail does not show it. */
  readonly key?: string;
  /** Path of the icon in a box of 16. */
  readonly icon: string;
  /** What of the top bar it heeds; the rest is not shown with it. */
  readonly heeds: readonly Control[];
  readonly load: () => Promise<{ readonly Page: ComponentType<PageProps> }>;
}

/** What a page is given: the parts of its address. */
export interface PageProps {
  /** Behind the page's own path: the id of `/runs/ID`; empty for the page itself. */
  readonly rest: string;
}

const EVERYTHING: readonly Control[] = ['project', 'filter', 'time', 'unit'];

/** Every page, in the order of the rail. Each is loaded when it is first shown. */
export const PAGES: readonly Page[] = [
  {
    path: '/',
    name: 'Overview',
    key: 'o',
    icon: 'M2 2h5v7H2zM9 2h5v4H9zM9 8h5v6H9zM2 11h5v3H2z',
    heeds: EVERYTHING,
    load: () => import('../pages/overview/overview-page.tsx'),
  },
  {
    path: '/runs',
    name: 'Runs',
    key: 'r',
    icon: 'M2 3h12M2 6.5h12M2 10h12M2 13.5h12M6 3v10.5',
    heeds: ['project', 'filter', 'time'],
    load: () => import('../pages/runs-and-sets.ts').then(({ Runs: Page }) => ({ Page })),
  },
  {
    path: '/runs',
    name: 'Run',
    isOfOne: true,
    icon: '',
    heeds: ['unit'],
    load: () => import('../pages/runs-and-sets.ts').then(({ Run: Page }) => ({ Page })),
  },
  {
    path: '/compare',
    name: 'Compare',
    icon: '',
    heeds: [],
    load: () => import('../pages/runs-and-sets.ts').then(({ Compare: Page }) => ({ Page })),
  },
  {
    path: '/frontier',
    name: 'Frontier',
    key: 'f',
    icon: 'M2 2v12h12M4 11h2V8h3V5h4',
    heeds: EVERYTHING,
    load: () => import('../pages/runs-and-sets.ts').then(({ Frontier: Page }) => ({ Page })),
  },
  {
    path: '/studies',
    name: 'Studies',
    key: 's',
    icon: 'M3 2v12M8 2v12M13 2v12M3 5l5 5 5-6M3 11l5-7 5 7',
    heeds: [],
    load: () => import('../pages/graphs.ts').then(({ Studies: Page }) => ({ Page })),
  },
  {
    path: '/pipeline',
    name: 'Pipeline',
    key: 'p',
    icon: 'M2 6h4v4H2zM10 2h4v4h-4zM10 10h4v4h-4zM6 8h2M8 4v8M8 4h2M8 12h2',
    heeds: ['unit'],
    load: () => import('../pages/graphs.ts').then(({ Pipeline: Page }) => ({ Page })),
  },
  {
    path: '/grid',
    name: 'Grid',
    key: 'i',
    icon: 'M2 2h12v12H2zM2 6h12M2 10h12M6 2v12M10 2v12',
    heeds: [],
    load: () => import('../pages/figures.ts').then(({ Grid: Page }) => ({ Page })),
  },
  {
    path: '/waste',
    name: 'Waste',
    key: 'w',
    icon: 'M3 4h10M6 4V2h4v2M4.5 4l.7 10h5.6l.7-10',
    heeds: EVERYTHING,
    load: () => import('../pages/figures.ts').then(({ Waste: Page }) => ({ Page })),
  },
  {
    path: '/budget',
    name: 'Budget',
    key: 'b',
    icon: 'M2 3l5 3 3 4 4 3M2 2v12h12',
    heeds: ['project', 'unit'],
    load: () => import('../pages/figures.ts').then(({ Budget: Page }) => ({ Page })),
  },
  {
    path: '/leaderboard',
    name: 'Leaderboard',
    key: 'e',
    icon: 'M2 14V9h4v5M6 14V3h4v11M10 14V7h4v7z',
    heeds: [],
    load: () => import('../pages/figures.ts').then(({ Leaderboard: Page }) => ({ Page })),
  },
  {
    path: '/live',
    name: 'Live',
    key: 'l',
    icon: 'M1 8h3l2-5 3 10 2-5h4',
    heeds: [],
    load: () => import('../pages/graphs.ts').then(({ Live: Page }) => ({ Page })),
  },
  {
    path: '/calc',
    name: 'Calculator',
    key: 'c',
    icon: 'M3 1.5h10v13H3zM5 4h6v2.5H5zM5.2 9h.6M7.7 9h.6M10.2 9h.6M5.2 12h.6M7.7 12h.6M10.2 12h.6',
    heeds: [],
    load: () => import('../pages/figures.ts').then(({ Calculator: Page }) => ({ Page })),
  },
  {
    path: '/method',
    name: 'Method',
    key: 'm',
    icon: 'M3 2h8a2 2 0 0 1 2 2v10H5a2 2 0 0 1-2-2zM3 12a2 2 0 0 1 2-2h8M6 5h4',
    heeds: [],
    load: () => import('../pages/figures.ts').then(({ Method: Page }) => ({ Page })),
  },
  {
    path: '/import',
    name: 'Import',
    icon: '',
    heeds: [],
    load: () => import('../pages/figures.ts').then(({ Import: Page }) => ({ Page })),
  },
];

/** The page of a path, and what stands behind it. */
export function pageOf(path: string): { readonly page: Page; readonly rest: string } | undefined {
  const [page] = PAGES.filter((one) => {
    const isOwn = path === one.path || path === `${one.path}/`;
    return one.isOfOne === true
      ? !isOwn && path.startsWith(`${one.path}/`)
      : isOwn || path.startsWith(`${one.path}/`);
  }).sort((a, b) => b.path.length - a.path.length || Number(b.isOfOne ?? 0) - Number(a.isOfOne ?? 0));
  return page === undefined ? undefined : { page, rest: decoded(path.slice(page.path.length + 1)) };
}

/** Whether what is shown now heeds a part of the top bar. */
export function heeds(path: string, control: Control): boolean {
  return pageOf(path)?.page.heeds.includes(control) ?? false;
}

/** What differs between two pages of one path. */
export function keyOf({ path, isOfOne }: Page): string {
  return isOfOne === true ? `${path}/` : path;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // an address that was cut within a letter
  }
}
