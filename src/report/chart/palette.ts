/** What a colour stands for. */
export type Role = 'gpu' | 'cpu' | 'ram' | 'overhead' | 'embodied' | 'idle' | 'other';

/** What is not data. */
export type Tone = 'ink' | 'muted' | 'line' | 'surface' | 'raised';

/** How an area of a colour is filled, so that colour is never the only cue. */
export type Texture = 'solid' | 'hatch' | 'dots' | 'cross' | 'stripes' | 'outline';

interface Shade {
  readonly light: string;
  readonly dark: string;
}

/**
 * Colours of the parts of an energy, a set for each theme. They were sought for the greatest least distance as people with the common deficiencies of
 * colour vision see them; each has at least 3 : 1 on both surfaces of its theme (WCAG 2.2, 1.4.11), which a test holds.
 */
export const ROLES: Readonly<Record<Role, Shade & { readonly texture: Texture }>> = {
  gpu: { light: '#0547aa', dark: '#9fd4f9', texture: 'solid' },
  cpu: { light: '#844914', dark: '#db8315', texture: 'hatch' },
  ram: { light: '#038982', dark: '#337268', texture: 'dots' },
  overhead: { light: '#dd44de', dark: '#9a35d9', texture: 'cross' },
  embodied: { light: '#9f8b0f', dark: '#f7c817', texture: 'stripes' },
  idle: { light: '#333740', dark: '#9299ad', texture: 'outline' },
  other: { light: '#6b7480', dark: '#8b95a3', texture: 'solid' },
};

/** Text and lines; text has at least 4.5 : 1. */
export const TONES: Readonly<Record<Tone, Shade>> = {
  ink: { light: '#1b1f24', dark: '#e6edf3' },
  muted: { light: '#57606a', dark: '#9aa4af' },
  line: { light: '#d5dae0', dark: '#30363d' },
  surface: { light: '#ffffff', dark: '#0d1117' },
  raised: { light: '#f6f8fa', dark: '#161b22' },
};

/** Says how a role or a tone is written as a colour. */
export type Paint = (name: Role | Tone) => string;

/** By variables of the page, so one drawing serves both themes. */
export const THEMED: Paint = (name) => `var(--${name})`;

/** As colours of one theme, for a drawing that stands alone. */
export function paintOf(theme: 'light' | 'dark'): Paint {
  const shades: Readonly<Record<Role | Tone, Shade>> = { ...ROLES, ...TONES };
  return (name) => shades[name][theme];
}

function variables(theme: 'light' | 'dark'): string {
  return Object.entries({ ...TONES, ...ROLES })
    .map(([name, shade]) => `--${name}:${shade[theme]}`)
    .join(';');
}

/** The variables that {@link THEMED} names for a page on which a theme can be chosen: `data-theme` of its root goes before what the system prefers. */
export function chosenPaletteCss(): string {
  return `:root{color-scheme:light;${variables('light')}}
@media screen{:root[data-theme="dark"]{color-scheme:dark;${variables('dark')}}}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme="light"]){color-scheme:dark;${variables('dark')}}}`;
}

/** The variables that {@link THEMED} names, for both themes; print is light. */
export function paletteCss(): string {
  return `:root{color-scheme:light dark;${variables('light')}}
@media screen and (prefers-color-scheme:dark){:root{${variables('dark')}}}`;
}

/** Colours for series that are nothing of an energy, in the order in which they are given out; more than these are grey. */
const SERIES: readonly Role[] = ['gpu', 'cpu', 'ram', 'overhead', 'embodied', 'idle'];

/** The colour of the n-th of several series. */
export function seriesRole(n: number): Role {
  return SERIES[n] ?? 'other';
}

/** The colour of a component of the machine: `cpu`, `ram`, `gpu:0`, `other`. */
export function componentRole(name: string): Role {
  if (name.startsWith('gpu')) return 'gpu';
  return name === 'cpu' || name === 'ram' ? name : 'other';
}
