import { lawCheck } from '../transcription/check'

/** The text breaks a rule of transcription that the project insists on. */
export default lawCheck({
  id: 'transcription',
  title: { en: 'Not written by the rules', zh: '不符合转写规则' },
  severity: 'block',
  levels: ['block'],
})
