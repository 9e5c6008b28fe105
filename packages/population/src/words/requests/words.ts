import type { Requests } from '../requests.ts'

const analyse: Requests = {
  plain: [
    (m) => `I have this file, ${m.data}. Can you tell me ${m.question}?`,
    (m) => `Please make a chart from ${m.data} that shows ${m.question}.`,
  ],
  directive: [
    (m) => `From ${m.data}, compute ${m.question}. One table and one plot, as PNG.`,
    (m) => `Load ${m.data} with pandas and show ${m.question}; drop rows without a date.`,
  ],
  insider: [
    (m) =>
      `Find out ${m.question}, from ${m.data}. Mind ${m.edge}, and report intervals, because ${m.reason}.`,
    (m) => `I need to know ${m.question}. Exclude ${m.edge}; a naive mean misleads here since ${m.reason}.`,
  ],
}

const write: Requests = {
  plain: [
    (m) => `Can you write ${m.text} for me?`,
    (m) => `I need ${m.text} by tomorrow. Please write something nice.`,
  ],
  directive: [
    (m) => `Draft ${m.text}, one page, into ${m.document}. Neutral tone.`,
    (m) => `Edit ${m.document}: it should become ${m.text}. Keep the headings.`,
  ],
  insider: [
    (m) =>
      `Write ${m.text}. The readers know the field, so lead with this: ${m.reason}. Mention ${m.edge} only once.`,
    (m) => `Rework ${m.document} into ${m.text}; do not claim more than that ${m.invariant}.`,
  ],
}

const writeInProject: Requests = {
  plain: [
    (m) => `Please write ${m.text}, from what is in this project.`,
    () => 'Can you write down how all of this works, for people who are new here?',
  ],
  directive: [
    (m) => `Write ${m.text} in ${m.document}; take the facts from ${m.file}.`,
    (m) => `Bring ${m.document} up to date with \`${m.part}\` and shorten it by a third.`,
  ],
  insider: [
    (m) => `${m.document} is wrong about ${m.edge}. Rewrite that part: ${m.reason}.`,
    (m) => `Write ${m.text}. State precisely that ${m.invariant}, and where that ends.`,
  ],
}

/** Requests for figures and for words. */
export const wordRequests = { analyse, write, writeInProject }
