import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parsePostmasterFile } from '../src/postmaster-file.ts'

const file = ['4711', '/data', '1795980000', '54329', '', '127.0.0.1', '  1234567    65538', 'ready   ', '']

it('a postmaster file tells the process, and that it takes connections', () => {
  expect(parsePostmasterFile(file.join('\n'))).toEqual({ pid: 4711, ready: true })
  expect(parsePostmasterFile(file.with(7, 'starting').join('\n'))).toEqual({ pid: 4711, ready: false })
})

it('a postmaster file written in part never tells that the server is ready, nor a process there is not', () => {
  const text = file.join('\n')
  fc.assert(
    fc.property(fc.nat({ max: text.indexOf('ready') + 4 }), (length) => {
      const parsed = parsePostmasterFile(text.slice(0, length))
      return parsed === undefined || (parsed.pid > 0 && !parsed.ready)
    }),
  )
})
