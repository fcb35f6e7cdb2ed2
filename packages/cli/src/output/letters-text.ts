/** `1 letter`, `2 letters` */
export const lettersText = (count: number): string => (count === 1 ? "1 letter" : `${count} letters`);

/** `1 letter is`, `2 letters are` */
export const lettersAre = (count: number): string => `${lettersText(count)} ${count === 1 ? "is" : "are"}`;
