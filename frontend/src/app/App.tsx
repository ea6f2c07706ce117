import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type AnyRouter, RouterProvider } from '@tanstack/react-router'
import { ConfirmProvider } from '../ui/Confirm'
import { TipLayer } from '../ui/Tip'
import { theme, variables } from './theme'

const colours = localStorageColorSchemeManager({ key: 'groundwork.theme' })

export function App({ client, router }: { client: QueryClient; router: AnyRouter }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      colorSchemeManager={colours}
      defaultColorScheme="auto"
    >
      <QueryClientProvider client={client}>
        {/* At the lower left: what begins or ends something stands at the right, on pages and in dialogs. */}
        <Notifications position="bottom-left" limit={4} autoClose={5000} />
        <TipLayer />
        <ConfirmProvider>
          <RouterProvider router={router} />
        </ConfirmProvider>
      </QueryClientProvider>
    </MantineProvider>
  )
}
