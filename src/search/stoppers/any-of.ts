import type { MakeStopper, Stopper } from './stopper.ts';
import { CONTINUE } from './stopper.ts';

/**
 * Several rules at once. A trial goes on if all let it; else the first that does not says why. Rungs are those of the first rule that has some,
 * promotions come from the first that has one.
 */
export function anyOf(...makes: readonly MakeStopper[]): MakeStopper {
  return (study) => {
    const rules: readonly Stopper[] = makes.map((make) => make(study));
    return {
      learn: (trial, event) => {
        for (const rule of rules) rule.learn?.(trial, event);
      },
      decide: (trial, report) => {
        // A control trial is spared by each rule; what spared it first is what would have stopped it.
        const decisions = rules.map((rule) => rule.decide(trial, report));
        const ended = decisions.find(({ action }) => action !== 'continue');
        return (
          ended ??
          decisions.find((each) => each.action === 'continue' && each.spared !== undefined) ??
          CONTINUE
        );
      },
      promote: () => {
        for (const rule of rules) {
          const promoted = rule.promote?.();
          if (promoted !== undefined) return promoted;
        }
        return undefined;
      },
      rungs: () => rules.map((rule) => rule.rungs?.() ?? []).find((rungs) => rungs.length > 0) ?? [],
    };
  };
}
