import { describe, expect, it } from 'vitest'
import { insertBlock, pictureMark, prefixLines, surround } from './markdown-edit'

describe('marks in a text', () => {
  it('go about the selection, which stays selected', () => {
    expect(surround('label every car', 6, 11, '**', '**')).toEqual({
      text: 'label **every** car',
      start: 8,
      end: 13,
    })
  })

  it('go before every line that the selection touches', () => {
    const edit = prefixLines('one\ntwo\nthree', 1, 5, (line) => `${line + 1}. `)
    expect(edit.text).toBe('1. one\n2. two\nthree')
    expect(edit.text.slice(edit.start, edit.end)).toBe('1. one\n2. two')
  })

  it('work in an empty text and at its end', () => {
    expect(prefixLines('', 0, 0, () => '- ').text).toBe('- ')
    expect(prefixLines('a\n', 2, 2, () => '- ').text).toBe('a\n- ')
  })
})

it('a picture is a block of its own, whatever its file is called', () => {
  const { text, end } = insertBlock('Vans\nand more', 4, 4, pictureMark('a [van].png', 'picture:1'))
  expect(text).toBe('Vans\n\n![a  van](picture:1)\n\nand more')
  expect(text.slice(end)).toBe('\nand more')
  expect(insertBlock('', 0, 0, '![x](y)').text).toBe('![x](y)\n\n')
})
