import { Alert } from '@mantine/core'
import type { ApiError } from '../../api'
import { useErrorText } from '../../ui'

interface FormErrorProps {
  readonly error: ApiError | null
  /** Fields of the form, which show their own errors. */
  readonly fields?: readonly string[]
}

/** What went wrong with a form as a whole; nothing when a field says it already. */
export function FormError({ error, fields = [] }: FormErrorProps) {
  const text = useErrorText()
  if (!error || fields.some((name) => error.fields[name]?.length)) return null
  return (
    <Alert color="red" role="alert">
      {text(error)}
    </Alert>
  )
}
