import { path } from '../state/location.ts';
import { theme, toggleTheme } from '../state/theme.ts';
import { FilterBox } from './filter/filter-box.tsx';
import { isHelpOpen, KeyHelp } from './keys/key-help.tsx';
import { heeds } from './pages.ts';
import { ProjectSwitch } from './project-switch.tsx';
import { TimeRange } from './time-range.tsx';
import { UnitToggle } from './unit-toggle.tsx';

/** Project, filter, time range and unit, as far as the page heeds them; theme and keys. */
export function TopBar() {
  const at = path.value;
  return (
    <header class="top">
      <strong class="brand">joulebook</strong>
      {heeds(at, 'project') && <ProjectSwitch />}
      {heeds(at, 'filter') && <FilterBox />}
      {heeds(at, 'time') && <TimeRange />}
      {heeds(at, 'unit') && <UnitToggle />}
      <button type="button" class="quiet" onClick={toggleTheme} title="Change the theme (d)">
        {theme.value === 'light' ? 'Dark' : 'Light'}
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => (isHelpOpen.value = true)}
        aria-label="Keys (?)"
        title="Keys (?)"
      >
        ?
      </button>
      <KeyHelp />
    </header>
  );
}
