/** Texts of pins, one idea a sentence; placeholders stand in braces. */
export const ja = {} as const;

export const en: Record<keyof typeof ja, string> = {};
