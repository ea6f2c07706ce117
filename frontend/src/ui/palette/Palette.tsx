import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PaletteDialog } from './PaletteDialog'
import { usePlaces } from './use-places'

export interface PaletteProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** Ctrl+K outside the workbench: pages, projects, and what one does to the application itself. */
export function Palette({ opened, onClose }: PaletteProps) {
  const { t } = useTranslation('common')
  const [query, setQuery] = useState('')
  const [wanted] = useDebouncedValue(query, 150)
  const items = usePlaces(opened, wanted)
  return (
    <PaletteDialog
      opened={opened}
      onClose={() => {
        setQuery('')
        onClose()
      }}
      placeholder={t('search.prompt')}
      items={items}
      onQuery={setQuery}
    />
  )
}
