import { IconLanguage, IconLogout, IconStack2, IconSunMoon } from '@tabler/icons-react'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useList } from '../../api/hooks'
import { useSession } from '../../api/session'
import { navEntries, paletteEntries, projectTabs } from '../../app/areas'
import { currentLanguage, LANGUAGE_NAMES, LANGUAGES } from '../../app/i18n'
import { useChooseLanguage, useChooseTheme } from '../../app/preferences'
import type { Project } from '../../app/project'
import { useSignOut } from '../shell/use-sign-out'
import type { PaletteItem } from './PaletteDialog'

type Go = (to: string) => void

/** Everywhere one can go from here, and what one can do to the application. */
export function usePlaces(isWanted: boolean, query: string): readonly PaletteItem[] {
  const { t } = useTranslation('common')
  const navigate = useNavigate()
  const go: Go = (to) => void navigate({ to })
  const projects = useList<Project>(
    '/api/v1/projects',
    { params: { query: { state: 'active', limit: 20, ...(query ? { search: query } : {}) } } },
    { enabled: isWanted, keep: true },
  )
  const tabs = useTabs(projects.rows, t, go)
  const pages = usePages(t, go)
  const ours = useOurCommands(t)
  const listed = projects.rows.map((project) => ({
    id: `project.${project.id}`,
    label: project.name,
    group: t('search.projects'),
    icon: IconStack2,
    run: () => go(`/projects/${project.id}`),
  }))
  return isWanted ? [...tabs, ...pages, ...listed, ...ours] : []
}

function useTabs(projects: readonly Project[], t: TFunction, go: Go): PaletteItem[] {
  const session = useSession()
  const { projectId } = useParams({ strict: false }) as { projectId?: string }
  const project = projects.find(({ id }) => id === projectId)
  if (!project) return []
  return projectTabs
    .filter((tab) => tab.show?.(project, session) ?? true)
    .map((tab) => ({
      id: `tab.${tab.path}`,
      label: t(tab.label),
      group: project.name,
      run: () => go(`/projects/${project.id}/${tab.path}`),
    }))
}

function usePages(t: TFunction, go: Go): PaletteItem[] {
  const session = useSession()
  const entries = [
    ...navEntries.map((entry) => ({ ...entry, id: `nav.${entry.to}`, keywords: undefined })),
    ...paletteEntries,
  ]
  return entries
    .filter((entry) => entry.show?.(session) ?? true)
    .map((entry) => ({
      id: entry.id,
      label: t(entry.label),
      group: t('search.pages'),
      ...(entry.icon ? { icon: entry.icon } : {}),
      ...(entry.keywords ? { keywords: t(entry.keywords) } : {}),
      run: () => go(entry.to),
    }))
}

function useOurCommands(t: TFunction): PaletteItem[] {
  const chooseTheme = useChooseTheme()
  const chooseLanguage = useChooseLanguage()
  const signOut = useSignOut()
  const group = t('search.application')
  const themes = (['light', 'dark', 'auto'] as const).map((scheme) => ({
    id: `theme.${scheme}`,
    label: `${t('theme.title')}: ${t(`theme.${scheme}`)}`,
    group,
    icon: IconSunMoon,
    run: () => chooseTheme(scheme),
  }))
  const languages = LANGUAGES.filter((language) => language !== currentLanguage()).map(
    (language) => ({
      id: `language.${language}`,
      label: `${t('language')}: ${LANGUAGE_NAMES[language]}`,
      keywords: `language 语言 ${language}`,
      group,
      icon: IconLanguage,
      run: () => chooseLanguage(language),
    }),
  )
  return [
    ...themes,
    ...languages,
    {
      id: 'sign-out',
      label: t('person.sign-out'),
      group,
      icon: IconLogout,
      run: () => void signOut(),
    },
  ]
}
