import { Textarea } from '@mantine/core'
import { useState } from 'react'
import { wordsIn } from './rules'

interface Props {
  readonly label: string
  readonly description: string
  readonly language: string | undefined
  readonly words: readonly string[]
  readonly onChange: (words: readonly string[]) => void
  readonly error?: string
}

/** A list of words as text. What is being typed stays as it is typed, until the words change from elsewhere. */
export function WordsField({ language, words, onChange, ...rest }: Props) {
  const [text, setText] = useState(words.join(' '))
  const isOurs = wordsIn(text).join(' ') === words.join(' ')
  return (
    <Textarea
      autosize
      minRows={1}
      maxRows={8}
      spellCheck={false}
      lang={language}
      value={isOurs ? text : words.join(' ')}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onChange(wordsIn(event.currentTarget.value))
      }}
      {...rest}
    />
  )
}
