import type { CalcKnowledge } from './knowledge.ts';

/** The same knowledge, which looks each name up once: a batch asks for the same few names again and again. */
export function rememberedKnowledge(knowledge: CalcKnowledge): CalcKnowledge {
  return {
    ...knowledge,
    accelerator: remembered(knowledge.accelerator),
    cpu: remembered(knowledge.cpu),
    instance: remembered(knowledge.instance),
    place: remembered(knowledge.place),
  };
}

function remembered<T>(lookUp: (text: string) => T): (text: string) => T {
  const found = new Map<string, T>();
  return (text) => {
    const known = found.get(text);
    if (known !== undefined) return known;
    const value = lookUp(text);
    found.set(text, value);
    return value;
  };
}
