/** Joules of a kilowatt-hour, by definition. */
export const J_PER_KWH = 3.6e6;
