/** An energy counter of an Intel card, as its hwmon folder names it. */
export interface EnergyFile {
  readonly number: number;
  /** `card`, `pkg`; empty where the driver gives no label (i915, older xe). */
  readonly label: string;
  /** Whether a read gave a number above zero. */
  readonly isCounting: boolean;
}

/** What to count of a card. */
export interface CountedFile {
  readonly number: number;
  readonly what: 'card' | 'package';
}

/**
 * Chooses the one counter to count: the card, which contains the package; the package only where the card is not measured (absent, or
 * stuck at zero as on some cards). Never both. Unlabelled, the first is the card and the second the package.
 */
export function energyToCount(files: readonly EnergyFile[]): CountedFile | undefined {
  const isCard = ({ label, number }: EnergyFile): boolean =>
    label === 'card' || (label === '' && number === 1);
  const isPackage = ({ label, number }: EnergyFile): boolean =>
    label === 'pkg' || label === 'package' || (label === '' && number === 2);
  const card = files.find((file) => isCard(file) && file.isCounting);
  if (card !== undefined) return { number: card.number, what: 'card' };
  const pack = files.find((file) => isPackage(file) && file.isCounting);
  if (pack !== undefined) return { number: pack.number, what: 'package' };
  // A card that has just been reset counts from zero: with nothing else to go by it is the card's.
  const idle = files.find(isCard);
  return idle === undefined ? undefined : { number: idle.number, what: 'card' };
}
