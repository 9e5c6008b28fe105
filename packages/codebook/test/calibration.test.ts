import { expect, test } from 'vitest'
import { calibrationHash, calibrationText, readCalibration, shippedCalibration } from '../src/index.ts'

const priced = (...prices: number[]) => ({
  name: 'a set',
  note: 'of a test',
  postings: prices.map((usd) => ({ title: `Job for ${usd}`, description: 'Do it.', skills: ['doing'], usd })),
})

test('the set that is shipped is balanced over the four bands and says what it is', () => {
  expect(readCalibration(shippedCalibration)).toEqual({ calibration: shippedCalibration })
  const counts = [10, 200, 1_000, 5_000].map(
    (from, index, starts) =>
      shippedCalibration.postings.filter(({ usd }) => usd >= from && usd < (starts[index + 1] ?? Infinity))
        .length,
  )
  expect(counts).toEqual([6, 6, 6, 6])
  expect(shippedCalibration.note).toContain('no price in it was ever paid')
  for (const { title, skills } of shippedCalibration.postings) {
    expect(title.length).toBeLessThanOrEqual(80)
    expect(skills.length).toBeGreaterThanOrEqual(3)
  }
})

test('a set that lacks a band, or has a price outside them, is refused with what is wrong', () => {
  expect(readCalibration(priced(20, 300, 2_000, 9_000))).toHaveProperty('calibration')
  expect(readCalibration(priced(20, 300, 2_000, 4_000))).toEqual({
    invalid: expect.stringContaining('1, 1, 2, 0'),
  })
  expect(readCalibration(priced(5, 300, 2_000, 9_000))).toEqual({ invalid: expect.stringContaining('/usd') })
  expect(readCalibration({ postings: [] })).toHaveProperty('invalid')
})

test('its hash hangs on postings and prices alone', () => {
  const set = priced(20, 300, 2_000, 9_000)
  expect(calibrationHash({ ...set, name: 'other', note: '' })).toBe(calibrationHash(set))
  expect(calibrationHash(priced(21, 300, 2_000, 9_000))).not.toBe(calibrationHash(set))
})

test('is shown from the lowest price to the highest, without a heading of a question', () => {
  const text = calibrationText(priced(9_000, 20, 2_000, 300))
  expect([...text.matchAll(/USD (\d+)/g)].map(([, usd]) => Number(usd))).toEqual([20, 300, 2_000, 9_000])
  expect(calibrationText(shippedCalibration)).not.toContain('##')
})
