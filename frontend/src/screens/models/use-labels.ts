import { useGet } from '../../api'
import { useText } from './use-text'

interface SchemaAnswer {
  readonly content: {
    readonly labels: readonly { key: string; name: { en: string; zh: string } }[]
  }
}

/** Labels of a project as choices; none for models of the installation. */
export function useLabels(project: string | undefined) {
  const text = useText()
  const { data } = useGet<SchemaAnswer>(
    '/api/v1/projects/{project}/schema',
    { params: { path: { project: project ?? '' } } },
    { enabled: Boolean(project) },
  )
  return (data?.content.labels ?? []).map(({ key, name }) => ({
    value: key,
    label: text(name) || key,
  }))
}
