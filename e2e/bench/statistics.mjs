// The little arithmetic the figures need.

/** The middle value; of an even number the lower of the two, so that it is one that was seen. */
export const median = (values) => [...values].sort((a, b) => a - b)[(values.length - 1) >> 1];

/** One decimal is all that holds between two runs. */
export const round = (value) => Math.round(value * 10) / 10;
