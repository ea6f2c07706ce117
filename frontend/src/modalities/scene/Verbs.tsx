import { Group } from '@mantine/core'
import { CommandButton } from '../../workbench/parts/CommandButton'

/** What can be done with the thing whose numbers stand below. */
export function Verbs({ ids }: { readonly ids: readonly string[] }) {
  return (
    <Group gap={2} mb={8}>
      {ids.map((id) => (
        <CommandButton key={id} id={id} size={26} />
      ))}
    </Group>
  )
}
