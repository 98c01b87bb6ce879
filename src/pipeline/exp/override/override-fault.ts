/** Why an override cannot be read; thrown from the depth of the reader and caught where it begins. */
export class OverrideFault extends Error {}
