/** Label of how a segment is read, in pinyin or furigana: no text of the transcript, so no rule is for it. */
export const READING = 'reading'
