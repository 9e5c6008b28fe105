/** Tokens as the simulator counts them: four characters are one. */
export const tokensIn = (text: string): number => Math.ceil(text.length / 4)
