/** What a comparison assumes (`data/ci/comparison.json`). Relative standard deviations, but for the weight. */
export interface CiConstants {
  /** From run to run of one command on one machine, before any is known. */
  readonly runSpread: number;
  /** How many degrees of freedom that judgement counts for. */
  readonly runSpreadWeight: number;
  /** Between two machines of one description. */
  readonly machineSpread: number;
  /** Relative difference up to which two memory sizes are one. */
  readonly sameRam: number;
}
