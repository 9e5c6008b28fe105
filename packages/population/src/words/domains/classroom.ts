import type { Domain } from '../domain.ts'

export const classroom: Domain = {
  occupation: '25-0000',
  project: 'grade-nine-maths',
  language: 'python',
  files: ['course/quiz_builder.py', 'course/gradebook.py', 'course/worksheets.py', 'course/seating.py'],
  data: ['marks/term2.csv', 'marks/quiz_items.csv'],
  documents: ['handouts/fractions.md', 'handouts/parents-letter.md', 'plans/unit-4.md'],
  parts: ['build_quiz', 'weight_marks', 'item_difficulty', 'seat_pupils'],
  entities: ['pupil', 'quiz', 'mark', 'worksheet', 'lesson', 'item'],
  things: ['the worksheet', 'the mark list', 'the quiz', 'the seating plan'],
  terms: ['weighting', 'rubric', 'template', 'average'],
  features: [
    'make three versions of a quiz with the same difficulty',
    'weigh oral marks half as much as tests',
    'print a worksheet with the answers on a second page',
    'find pupils who fell behind since autumn',
  ],
  faults: [
    'an absent pupil gets a zero',
    'the fractions on the worksheet are not reduced',
    'two versions of the quiz have the same first question',
    'the average ignores the retake',
  ],
  invariants: [
    'an excused absence never lowers a mark',
    'all versions have the same sum of points',
    'no distractor equals the right answer after reduction',
    'the weights of a term add up to one',
  ],
  edgeCases: [
    'a pupil who joined in the middle of the term',
    'a retake that is worse than the first try',
    'extra time as an accommodation',
    'an item that nobody got right',
  ],
  reasons: [
    'the school’s rule counts the better of the two attempts',
    'item difficulty from one class does not carry over',
    'parents may ask how each mark came about',
    'cognitive load matters more here than coverage',
  ],
  questions: [
    'which items separate strong from weak pupils',
    'how marks moved between the two terms',
    'which topics my classes miss most',
    'whether homework goes with test results',
  ],
  texts: [
    'a letter to the parents about the project week',
    'a handout that introduces fractions',
    'the lesson plan for unit four',
    'feedback texts for the reports',
  ],
  instructions: [
    'I am a maths teacher at a secondary school; this folder holds worksheets, quizzes and the mark list of my classes.',
    'My students are fourteen; use simple words on anything they read.',
    'Marks follow the rules of the school district.',
  ],
}
