import classes from './Markdown.module.css'

/** Markdown that the server has made HTML of and cleaned; never anything else. */
export function Markdown({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the server lets through a short list of elements only
  return <div className={classes.prose} dangerouslySetInnerHTML={{ __html: html }} />
}
