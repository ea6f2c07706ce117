import classes from './panels.module.css'

export type Fact = readonly [name: string, value: string | number | false | null | undefined]

/** Names and values; what has no value is left out. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={String(value)}>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  )
}
