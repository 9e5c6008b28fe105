/**
 * The source of a pattern for a place where a number may begin: after none of `signs`, but after the escape of a line
 * break in a string literal and after the sign of a changed line in a diff.
 */
export const notAfter = (signs: string) => String.raw`(?:(?<=\\[nrt]|(?:^|\\n)[+-])|(?<!${signs}))`
