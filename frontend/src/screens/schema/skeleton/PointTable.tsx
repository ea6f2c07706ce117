import { ActionIcon, NumberInput, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { SkeletonPoint, SkeletonTemplate } from '../../../core/schema'
import { useFieldProblem } from '../problems'
import classes from './skeleton.module.css'
import { named, partnerOf, spread, withoutPoint } from './template'

/** What counts where a point gives no sigma. */
const USUAL_SIGMA = 0.09

interface Props {
  readonly path: string
  readonly template: SkeletonTemplate
  readonly published: SkeletonTemplate | undefined
  readonly chosen: string | null
  readonly onChoose: (key: string | null) => void
  readonly onChange: (template: SkeletonTemplate) => void
}

/** The points in their order: names in both languages, the spread, and the mirror image of each. */
export function PointTable(props: Props) {
  const { t } = useTranslation('schema')
  const { template } = props
  if (template.points.length === 0) return <p className={classes.empty}>{t('skeleton.empty')}</p>
  return (
    <div className={classes.table}>
      <div className={classes.head}>
        <span />
        <span>{t('name-in.en')}</span>
        <span>{t('name-in.zh')}</span>
        <span title={t('skeleton.sigma-hint')}>{t('skeleton.sigma')}</span>
      </div>
      {template.points.map((point, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the key follows the name that is being typed
        <Row key={at} {...props} point={point} at={at} />
      ))}
    </div>
  )
}

interface RowProps extends Props {
  readonly point: SkeletonPoint
  readonly at: number
}

function Row({ path, template, published, chosen, onChoose, onChange, point, at }: RowProps) {
  const { t } = useTranslation('schema')
  const field = useFieldProblem()
  const isPublished = published?.points.some(({ key }) => key === point.key) === true
  const partner = partnerOf(template, point.key)
  const number = template.points.findIndex(({ key }) => key === partner) + 1
  const rename = (language: 'en' | 'zh', value: string) => {
    const next = named(template, point, language, value, isPublished)
    onChange(next)
    onChoose(next.points[at]?.key ?? null)
  }
  return (
    <div className={classes.row} data-chosen={point.key === chosen || undefined}>
      <span className={classes.number} title={point.key}>
        {at + 1}
        {number > 0 && <span className={classes.partner}>{`↔ ${number}`}</span>}
      </span>
      {(['en', 'zh'] as const).map((language) => (
        <TextInput
          key={language}
          size="xs"
          maxLength={200}
          aria-label={`${t(`name-in.${language}`)} ${at + 1}`}
          value={point.name[language]}
          {...(language === 'en' ? field(`${path}[${at}].name`) : {})}
          onFocus={() => onChoose(point.key)}
          onChange={(event) => rename(language, event.currentTarget.value)}
        />
      ))}
      <NumberInput
        size="xs"
        hideControls
        min={0.001}
        max={1}
        decimalScale={4}
        placeholder={String(USUAL_SIGMA)}
        aria-label={`${t('skeleton.sigma')} ${at + 1}`}
        value={point.sigma ?? ''}
        {...field(`${path}[${at}].sigma`)}
        onChange={(value) =>
          onChange(spread(template, point.key, typeof value === 'number' ? value : null))
        }
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="xs"
        aria-label={t('skeleton.remove', { name: point.name.en })}
        onClick={() => {
          onChoose(null)
          onChange(withoutPoint(template, point.key))
        }}
      >
        <IconX size={12} />
      </ActionIcon>
    </div>
  )
}
