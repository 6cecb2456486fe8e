/** Labels and identifiers of a page are asked about many times while it is planned; each is worked out once. */

/** Texts remembered before the table starts over: more than the labels of the largest forms. */
const MAX_TEXTS = 4096;

/** The same function, remembering its answers. Only for texts of pages, never for a person's data. */
export function remembering<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= MAX_TEXTS) known.clear();
    const made = make(text);
    known.set(text, made);
    return made;
  };
}
