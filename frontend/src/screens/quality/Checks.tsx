import { Select, Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGet, useSend } from '../../api'
import { hasRole, useProject } from '../../app/project'
import { ErrorState } from '../../ui/ErrorState'
import { notifyError } from '../../ui/notify'
import { ScreenLoading } from '../../ui/ScreenLoading'
import { Limits } from './Limits'
import classes from './quality.module.css'
import { type Check, languageOf, SEVERITIES } from './types'

/** In the order of the work. */
const TIERS = ['live', 'submit', 'batch']
const PATH = '/api/v1/projects/{project}/checks'

/** Every check, whether this project runs it, how strictly and with which thresholds. Changes are saved at once. */
export function Checks() {
  const { t } = useTranslation('quality')
  const project = useProject()
  const found = useGet<readonly Check[]>(PATH, { params: { path: { project: project.id } } })
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) return <ScreenLoading />
  const mayEdit = hasRole(project, 'manager', 'qa') || project.can.manage === true
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever may only read must be able to scroll by keys
    <div className={classes.scroll} tabIndex={0}>
      <table className={classes.checks}>
        <thead>
          <tr>
            <th>{t('column.rule')}</th>
            <th>{t('column.check')}</th>
            <th>{t('column.runs')}</th>
            <th>{t('column.thresholds')}</th>
            <th>{t('column.severity')}</th>
            <th>{t('column.on')}</th>
          </tr>
        </thead>
        <tbody>
          {found.data.map((check) => (
            <CheckRow key={check.slug} check={check} mayEdit={mayEdit} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface CheckRowProps {
  readonly check: Check
  readonly mayEdit: boolean
}

interface Setting {
  readonly enabled: boolean
  readonly severity: Check['severity']
  readonly params: Readonly<Record<string, number>>
}

function CheckRow({ check, mayEdit }: CheckRowProps) {
  const { t, i18n } = useTranslation('quality')
  const project = useProject()
  const language = languageOf(i18n.language)
  const [setting, setSetting] = useState<Setting>(check)
  const save = useSend('put', `${PATH}/{check}`)
  const change = (part: Partial<Setting>) => {
    const { enabled, severity, params } = { ...setting, ...part }
    setSetting({ enabled, severity, params })
    save.mutate(
      {
        params: { path: { project: project.id, check: check.slug } },
        body: { enabled, severity, params },
      },
      {
        onError: (error) => {
          setSetting(setting)
          notifyError(error)
        },
      },
    )
  }
  const severities = SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))
  const tiers: readonly string[] = check.tiers
  return (
    <tr data-off={!setting.enabled || undefined}>
      <td className={classes.rule}>{check.code}</td>
      <td>
        <span className={classes.checkTitle}>{check.title[language]}</span>
      </td>
      <td className={classes.quiet}>
        {TIERS.filter((tier) => tiers.includes(tier))
          .map((tier) => t(`tier.${tier}`))
          .join(' · ')}
      </td>
      <td>
        <Limits
          check={check}
          params={setting.params}
          disabled={!mayEdit || !setting.enabled}
          onChange={(params) => change({ params })}
        />
      </td>
      <td>
        <Select
          size="xs"
          w={120}
          aria-label={t('column.severity')}
          data={severities}
          value={setting.severity}
          disabled={!mayEdit || !setting.enabled}
          onChange={(severity) => severity && change({ severity: severity as Check['severity'] })}
        />
      </td>
      <td>
        <Switch
          aria-label={check.title[language]}
          checked={setting.enabled}
          disabled={!mayEdit}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
      </td>
    </tr>
  )
}
