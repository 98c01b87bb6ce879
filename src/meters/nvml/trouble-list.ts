import type { ChannelTrouble } from '../source.ts';

const NONE: readonly ChannelTrouble[] = [];

/** What failed or came back since it was last asked. */
export class TroubleList {
  #list: ChannelTrouble[] = [];

  add(trouble: ChannelTrouble): void {
    this.#list.push(trouble);
  }

  /** All of them, which are then forgotten; the same empty list where there is none. */
  drain(): readonly ChannelTrouble[] {
    if (this.#list.length === 0) return NONE;
    const list = this.#list;
    this.#list = [];
    return list;
  }
}
