import { footprintUnit, setUnit, UNITS } from '../state/unit.ts';

/** In what footprints are shown: energy, carbon or money. */
export function UnitToggle() {
  return (
    <div class="toggle" role="group" aria-label="Unit (u)">
      {UNITS.map(({ unit, name }) => (
        <button
          key={unit}
          type="button"
          aria-pressed={footprintUnit.value === unit}
          onClick={() => setUnit(unit)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
