import { Checkbox } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ProjectRole } from '../../app/project'
import classes from './people.module.css'

interface RoleChoiceProps {
  readonly possible: readonly ProjectRole[]
  readonly value: readonly ProjectRole[]
  readonly onChange: (roles: readonly ProjectRole[]) => void
}

/** Roles to tick, each with what it does. */
export function RoleChoice({ possible, value, onChange }: RoleChoiceProps) {
  const { t } = useTranslation('people')
  return (
    <Checkbox.Group
      label={t('column.roles')}
      value={[...value]}
      onChange={(chosen) => onChange(chosen as ProjectRole[])}
    >
      <div className={classes.choices}>
        {possible.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={t(`role.${role}`)}
            description={t(`does.${role}`)}
          />
        ))}
      </div>
    </Checkbox.Group>
  )
}
