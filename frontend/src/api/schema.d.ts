// Replaced by `./dev api`, which generates the types of every address from docs/openapi.yaml.
// biome-ignore lint/suspicious/noExplicitAny: until then every address is allowed and every answer untyped
export type paths = any
// biome-ignore lint/suspicious/noExplicitAny: as above
export type components = any
