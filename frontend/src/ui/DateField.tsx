import { DateInput, DatesProvider } from '@mantine/dates'
import '@mantine/dates/styles.layer.css'
import { IconCalendar } from '@tabler/icons-react'
import dayjs from 'dayjs'
import customParseFormat from 'dayjs/plugin/customParseFormat'
import 'dayjs/locale/zh-cn'
import { useTranslation } from 'react-i18next'
import { currentLanguage } from '../app/i18n'

dayjs.extend(customParseFormat)

/** As the rest of the application writes dates; typed dates are read the same way, or as 2026-12-27. */
const WAYS = {
  en: { locale: 'en', valueFormat: 'D MMM YYYY' },
  zh: { locale: 'zh-cn', valueFormat: 'YYYY年M月D日' },
} as const

export interface DateFieldProps {
  readonly label: string
  readonly description?: string
  /** A day as YYYY-MM-DD, empty for none. */
  readonly value: string
  readonly onChange: (day: string) => void
  readonly error?: string
  readonly disabled?: boolean
}

/** A day, in the language of the application; the browser's own field would follow the browser's. */
export function DateField({ value, onChange, ...props }: DateFieldProps) {
  const { t } = useTranslation('common')
  const { locale, valueFormat } = WAYS[currentLanguage()]
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: 1 }}>
      <DateInput
        {...props}
        value={value || null}
        valueFormat={valueFormat}
        dateParser={(text) => parsed(text, valueFormat, locale)}
        placeholder={t('date.none')}
        clearable
        clearButtonProps={{ 'aria-label': t('date.clear') }}
        rightSection={value ? undefined : <IconCalendar size={14} stroke={1.75} />}
        popoverProps={{ shadow: 'md', offset: 4 }}
        onChange={(day) => onChange(day ?? '')}
      />
    </DatesProvider>
  )
}

function parsed(text: string, format: string, locale: string): string | null {
  const day = dayjs(text.trim(), ['YYYY-MM-DD', format], locale, true)
  return day.isValid() ? day.format('YYYY-MM-DD') : null
}
