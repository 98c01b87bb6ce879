type Variables = Record<string, string | undefined>;

/** Variables that are lent to the environment of this program, layer on layer, and taken back. What others have changed since is theirs. */
export class Lent {
  readonly #env: Variables;
  readonly #layers: (readonly (readonly [name: string, before: string | undefined, ours: string])[])[] = [];

  constructor(env: Variables) {
    this.#env = env;
  }

  /** Sets variables until they are taken back. */
  set(variables: Readonly<Record<string, string>>): void {
    this.#layers.push(
      Object.entries(variables).map(([name, ours]) => {
        const before = this.#env[name];
        this.#env[name] = ours;
        return [name, before, ours] as const;
      }),
    );
  }

  /** Takes the youngest layer back. */
  takeBack(): void {
    for (const [name, before, ours] of this.#layers.pop() ?? []) {
      if (this.#env[name] !== ours) continue;
      if (before === undefined) delete this.#env[name];
      else this.#env[name] = before;
    }
  }

  takeBackAll(): void {
    while (this.#layers.length > 0) this.takeBack();
  }
}
