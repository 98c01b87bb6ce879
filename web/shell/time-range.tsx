import { useState } from 'preact/hooks';
import { setView, view } from '../state/location.ts';

const RANGES = [
  ['', 'All times'],
  ['-1d', 'Last day'],
  ['-7d', 'Last 7 days'],
  ['-30d', 'Last 30 days'],
  ['-90d', 'Last 90 days'],
  ['-365d', 'Last year'],
] as const;

/** When the runs that are shown began. */
export function TimeRange() {
  const held = view('t') ?? '';
  const [isOpen, setOpen] = useState(false);
  const isKnown = RANGES.some(([range]) => range === held);
  const [from = '', to = ''] = held.includes('..') ? held.split('..') : [];
  const set = (next: string): void => setView({ t: next === '..' ? undefined : next });
  const isDates = isOpen || (!isKnown && held.includes('..'));
  return (
    <span class="time-range">
      <select
        aria-label="Time range"
        value={isDates ? 'dates' : held}
        onChange={({ currentTarget: { value } }) => {
          setOpen(value === 'dates');
          if (value !== 'dates') set(value);
        }}
      >
        {RANGES.map(([range, name]) => (
          <option key={range} value={range}>
            {name}
          </option>
        ))}
        {!isKnown && !held.includes('..') && <option value={held}>{held}</option>}
        <option value="dates">Dates …</option>
      </select>
      {isDates && (
        <>
          <input
            type="date"
            aria-label="From"
            value={from}
            onChange={({ currentTarget }) => set(`${currentTarget.value}..${to}`)}
          />
          <input
            type="date"
            aria-label="To"
            value={to}
            onChange={({ currentTarget }) => set(`${from}..${currentTarget.value}`)}
          />
        </>
      )}
    </span>
  );
}
