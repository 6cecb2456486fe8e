/** What a line from a window to a document it looked at is called: this and the document's nonce. */
export const LINE = "hitofude.window ";
