/** How a run ended, by a sign and a word. */
const SIGNS: Readonly<Record<string, string>> = {
  ok: '✓',
  running: '▶',
  failed: '✕',
  interrupted: '‖',
  lost: '?',
  stopped: '■',
};

export function StateWord({ state }: { readonly state: string }) {
  return (
    <span class={`state state-${state}`}>
      <span aria-hidden="true">{SIGNS[state] ?? ''}</span> {state}
    </span>
  );
}

const GRADES: Readonly<Record<string, string>> = {
  A: 'counter or meter',
  B: 'model from utilisation',
  C: 'assumed',
  D: 'imported',
};

/** How well it was measured: a letter in a frame, whose form tells it too. */
export function GradeBadge({ grade }: { readonly grade: string }) {
  return (
    <abbr class={`grade grade-${grade}`} title={`grade ${grade}: ${GRADES[grade] ?? ''}`}>
      {grade}
    </abbr>
  );
}
