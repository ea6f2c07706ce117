import { Link, Outlet, useRouter } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/session'
import classes from './admin.module.css'
import { PARTS } from './parts'

/** The rail of the administration's parts, and the one that is open. */
export function AdminFrame() {
  const { t } = useTranslation('admin')
  const session = useSession()
  const { routesByPath } = useRouter()
  const groups = PARTS.map((group) =>
    group.filter((part) => part.show(session) && part.to in routesByPath),
  ).filter((group) => group.length > 0)
  return (
    <div className={classes.frame}>
      <nav className={classes.rail} aria-label={t('title')}>
        {groups.map((group) => (
          <div key={group[0]?.to} className={classes.group}>
            {group.map((part) => (
              <Link
                key={part.to}
                to={part.to}
                className={classes.part}
                activeOptions={{ includeSearch: false }}
              >
                <part.icon size={15} stroke={1.75} aria-hidden />
                {t(part.label)}
              </Link>
            ))}
          </div>
        ))}
      </nav>
      <Outlet />
    </div>
  )
}
