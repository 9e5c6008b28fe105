import type { Domain } from '../domain.ts'

export const frontOffice: Domain = {
  occupation: '43-0000',
  project: 'office-lists',
  language: 'python',
  files: ['office/rooms.py', 'office/post_book.py', 'office/labels.py', 'office/minutes.py'],
  data: ['lists/rooms.csv', 'lists/post_book.csv'],
  documents: ['letters/invitation.md', 'minutes/june.md', 'notes/visitor-guide.md'],
  parts: ['assign_rooms', 'log_post', 'print_labels', 'tidy_minutes'],
  entities: ['room', 'visitor', 'letter', 'label', 'booking', 'minute'],
  things: ['the room list', 'the post book', 'the address labels', 'the minutes'],
  terms: ['mail merge', 'spreadsheet', 'macro', 'template'],
  features: [
    'find a room for twelve people on Thursdays',
    'print address labels from the list',
    'log incoming post with a running number',
    'turn my notes into minutes',
  ],
  faults: [
    'a room is booked twice',
    'labels run over the edge of the sheet',
    'running numbers start again after New Year',
    'names with a title are sorted wrongly',
  ],
  invariants: [
    'a room never has two bookings that overlap',
    'running numbers have no gaps within a year',
    'every action in the minutes has a name and a date',
    'addresses keep their country line',
  ],
  edgeCases: [
    'a booking over midnight',
    'a letter that is returned and sent again',
    'a visitor without a surname',
    'a meeting that moved after the invitation went out',
  ],
  reasons: [
    'the archive files by running number and year',
    'catering needs the number two days before',
    'the label sheet has three by eight',
    'the chair approves the minutes and not the speakers',
  ],
  questions: [
    'which rooms stand empty most',
    'how much post comes in by weekday',
    'how many visitors we had per month',
    'how long letters wait for an answer',
  ],
  texts: [
    'an invitation to the summer meeting',
    'the minutes of the June meeting',
    'a guide for visitors',
    'a reminder about the kitchen',
  ],
  instructions: [
    'I am the office manager and secretary of an association; these are lists, letters and minutes of our front desk.',
    'Letters go out with the letterhead of the office and are signed by the chair.',
    'Dates are written as day, month, year.',
  ],
}
