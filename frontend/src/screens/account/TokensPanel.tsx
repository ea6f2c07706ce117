import { Alert, Button } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useList, useSend } from '../../api'
import {
  CopyButton,
  EmptyState,
  ErrorState,
  Panel,
  RelativeTime,
  RowSkeletons,
  useConfirm,
  useFormats,
} from '../../ui'
import classes from './account.module.css'
import { NewTokenDialog } from './NewTokenDialog'

export interface Token {
  readonly id: string
  readonly name: string
  readonly prefix: string
  readonly created_at: string
  readonly expires_at: string | null
  readonly last_used_at: string | null
}

export interface CreatedToken extends Token {
  readonly token: string
}

/** Keys for programs that use the API in one's own name. */
export function TokensPanel() {
  const { t } = useTranslation('account')
  const list = useList<Token>('/api/v1/tokens')
  const [isAdding, setAdding] = useState(false)
  const [created, setCreated] = useState<CreatedToken | null>(null)
  const add = (
    <Button size="xs" leftSection={<IconPlus size={13} />} onClick={() => setAdding(true)}>
      {t('tokens.new')}
    </Button>
  )
  return (
    <Panel title={t('tokens.title')} flush actions={list.rows.length > 0 && add}>
      {created && <Shown token={created} onClose={() => setCreated(null)} />}
      {list.error && <ErrorState compact error={list.error} onRetry={list.reload} />}
      {list.isLoading && <RowSkeletons rows={3} />}
      {!list.isLoading && !list.error && list.rows.length === 0 && (
        <EmptyState
          compact
          icon={IconKey}
          title={t('tokens.none.title')}
          text={t('tokens.none.text')}
          action={add}
        />
      )}
      <ul className={classes.list}>
        {list.rows.map((token) => (
          <TokenLine key={token.id} token={token} />
        ))}
      </ul>
      {isAdding && (
        <NewTokenDialog
          onClose={() => setAdding(false)}
          onDone={(token) => {
            setAdding(false)
            setCreated(token)
          }}
        />
      )}
    </Panel>
  )
}

function Shown({ token, onClose }: { token: CreatedToken; onClose: () => void }) {
  const { t } = useTranslation('account')
  return (
    <Alert
      m={12}
      title={t('tokens.created', { name: token.name })}
      withCloseButton
      closeButtonLabel={t('common:close')}
      onClose={onClose}
    >
      {t('tokens.once')}
      <div className={classes.secret}>
        <span>{token.token}</span>
        <CopyButton value={token.token} />
      </div>
    </Alert>
  )
}

function TokenLine({ token }: { token: Token }) {
  const { t } = useTranslation('account')
  const formats = useFormats()
  const confirm = useConfirm()
  const revoke = useSend('delete', '/api/v1/tokens/{token}', ['/api/v1/tokens'])
  const ask = () =>
    confirm({
      title: t('tokens.revoke-title', { name: token.name }),
      text: t('tokens.revoke-text'),
      action: t('tokens.revoke'),
      danger: true,
      run: () => revoke.mutateAsync({ params: { path: { token: token.id } } }),
    })
  return (
    <li className={classes.item}>
      <span className={classes.what}>
        <span>
          {token.name} <span className="gw-mono">{`${token.prefix}…`}</span>
        </span>
        <span className={classes.note}>
          {token.expires_at
            ? t('tokens.expires', { date: formats.date(token.expires_at) })
            : t('tokens.never-expires')}
        </span>
      </span>
      <span className={classes.note}>
        {token.last_used_at ? <RelativeTime at={token.last_used_at} /> : t('tokens.never-used')}
      </span>
      <Button variant="default" size="xs" onClick={() => void ask()}>
        {t('tokens.revoke')}
      </Button>
    </li>
  )
}
