import { useTranslation } from 'react-i18next'
import { useFilters } from '../../ui'
import { Page } from '../../ui/Page'
import { AppearancePanel } from './AppearancePanel'
import classes from './account.module.css'
import { DevicesPanel } from './DevicesPanel'
import { KeyboardPanel } from './KeyboardPanel'
import { MailPanel } from './MailPanel'
import { PasswordPanel } from './PasswordPanel'
import { ProfilePanel } from './ProfilePanel'
import { SecondFactorPanel } from './SecondFactorPanel'
import { TokensPanel } from './TokensPanel'

const NAMES = ['profile', 'security', 'tokens'] as const
type Section = (typeof NAMES)[number]

function Panels({ section }: { section: Section }) {
  if (section === 'tokens') return <TokensPanel />
  if (section === 'security') {
    return (
      <>
        <PasswordPanel />
        <SecondFactorPanel />
        <DevicesPanel />
      </>
    )
  }
  return (
    <>
      <ProfilePanel />
      <AppearancePanel />
      <MailPanel />
      <KeyboardPanel />
    </>
  )
}

/** Everything about one's own account. */
export function AccountPage() {
  const { t } = useTranslation('account')
  const filters = useFilters()
  const asked = filters.one('section')
  const section = NAMES.find((name) => name === asked) ?? 'profile'
  return (
    <Page title={t('title')}>
      <div className={classes.layout}>
        <nav className={classes.sections} aria-label={t('title')}>
          {NAMES.map((name) => (
            <button
              key={name}
              type="button"
              className={classes.section}
              aria-current={name === section ? 'page' : undefined}
              onClick={() => filters.set({ section: name })}
            >
              {t(`section.${name}`)}
            </button>
          ))}
        </nav>
        <div className={classes.panels}>
          <Panels section={section} />
        </div>
      </div>
    </Page>
  )
}
