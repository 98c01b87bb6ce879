/** What the shell may offer for a word, with what it is. */
export type Candidate = readonly [word: string, what: string];
