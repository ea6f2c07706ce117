import { IconChevronRight } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode, useEffect } from 'react'
import classes from './Page.module.css'

export interface Crumb {
  readonly label: string
  readonly to: string
  readonly params?: Record<string, string>
}

export interface PageProps {
  readonly title: string
  /** Where this page hangs, the nearest last. */
  readonly crumbs?: readonly Crumb[]
  /** Beside the title: a state, a count. */
  readonly meta?: ReactNode
  readonly actions?: ReactNode
  /** A second bar under the title: filters, view switches. */
  readonly toolbar?: ReactNode
  /** The body fills the page to its edges and scrolls by itself: tables, grids. */
  readonly flush?: boolean
  /** Text and forms read better when they are not as wide as the screen. */
  readonly narrow?: boolean
  readonly children: ReactNode
}

/** One screen: a thin title bar, then the data. */
export function Page(props: PageProps) {
  useDocumentTitle(props.title)
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        {props.crumbs?.map((crumb) => (
          <Fragment key={crumb.to}>
            <Link to={crumb.to} params={crumb.params ?? {}} className={classes.crumb}>
              {crumb.label}
            </Link>
            <IconChevronRight size={12} className={classes.chevron} aria-hidden />
          </Fragment>
        ))}
        <h1 className={classes.title}>{props.title}</h1>
        {props.meta && <div className={classes.meta}>{props.meta}</div>}
        {props.actions && <div className={classes.actions}>{props.actions}</div>}
      </header>
      {props.toolbar && <div className={classes.toolbar}>{props.toolbar}</div>}
      {props.flush ? (
        <div className={classes.flush}>{props.children}</div>
      ) : (
        <div className={classes.scroll}>
          <div className={classes.body} data-narrow={props.narrow || undefined}>
            {props.children}
          </div>
        </div>
      )}
    </div>
  )
}

export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Groundwork`
  }, [title])
}
