import { lawCheck } from '../transcription/check'

/** The text is unlike what the rules of transcription ask for. */
export default lawCheck({
  id: 'transcription-advice',
  title: { en: 'Unusual by the rules', zh: '转写规则提示' },
  severity: 'warning',
  levels: ['warn', 'fix'],
})
