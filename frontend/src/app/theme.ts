import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** The one accent: a petrol that no default label colour comes near, so that it never reads as a class. */
const petrol: MantineColorsTuple = [
  '#e7f4f7',
  '#cde7ed',
  '#a3d1dc',
  '#71b8c9',
  '#4aa2b7',
  '#2a8ca4',
  '#15788f',
  '#0c6478',
  '#084e5e',
  '#053a47',
]

const gray: MantineColorsTuple = [
  '#f7f8f9',
  '#f1f2f4',
  '#e3e6e9',
  '#d3d7dc',
  '#b9bfc7',
  '#8f97a1',
  '#69717d',
  '#525a65',
  '#343a43',
  '#1a1d21',
]

const dark: MantineColorsTuple = [
  '#e3e6ea',
  '#c3c8d0',
  '#a4abb6',
  '#848c98',
  '#3d444f',
  '#2d323b',
  '#22262d',
  '#1b1e24',
  '#15171b',
  '#0f1114',
]

/** Also for what does not inherit it: text that a chart measures before it draws. */
export const SANS = "'Inter Variable', 'Noto Sans SC Variable', system-ui, sans-serif"
const MONO = "'JetBrains Mono Variable', 'Noto Sans SC Variable', ui-monospace, monospace"

export const theme = createTheme({
  colors: { petrol, gray, dark },
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.45', lg: '1.5', xl: '1.55' },
  headings: {
    fontFamily: SANS,
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '18px', lineHeight: '24px' },
      h2: { fontSize: '15px', lineHeight: '20px' },
      h3: { fontSize: '13px', lineHeight: '20px' },
      h4: { fontSize: '13px', lineHeight: '20px' },
      h5: { fontSize: '12px', lineHeight: '16px' },
      h6: { fontSize: '12px', lineHeight: '16px' },
    },
  },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'sm',
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: {
      defaultProps: { withArrow: false, offset: 6, fz: 12 },
    },
    Menu: { defaultProps: { shadow: 'md', offset: 4, transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { shadow: 'md', offset: 4, transitionProps: { duration: 80 } } },
    Combobox: { defaultProps: { shadow: 'md', offset: 4, transitionProps: { duration: 80 } } },
    Select: { defaultProps: { checkIconPosition: 'right', allowDeselect: false } },
    MultiSelect: { defaultProps: { checkIconPosition: 'right' } },
    Modal: {
      defaultProps: {
        radius: 'lg',
        transitionProps: { duration: 100, transition: 'fade' },
        overlayProps: { backgroundOpacity: 0.4 },
      },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
    Loader: { defaultProps: { type: 'oval', size: 16 } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', size: 'sm' } },
    Tabs: { defaultProps: { keepMounted: false } },
    Checkbox: { defaultProps: { size: 'xs', radius: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Anchor: { defaultProps: { underline: 'hover' } },
  },
})

const token = (name: string) => `var(--gw-${name})`

/** Mantine's own variables follow our tokens (tokens.css), so that both draw with the same few greys. */
const shared = {
  '--mantine-font-weight-medium': '500',
  '--mantine-color-body': token('canvas'),
  '--mantine-color-text': token('text'),
  '--mantine-color-dimmed': token('text-2'),
  '--mantine-color-placeholder': token('text-3'),
  '--mantine-color-default': token('surface'),
  '--mantine-color-default-hover': token('hover'),
  '--mantine-color-default-color': token('text'),
  '--mantine-color-default-border': token('line-strong'),
  '--mantine-color-error': token('red'),
  '--mantine-color-anchor': token('accent-text'),
  '--mantine-primary-color-light-color': token('accent-text'),
}

/** Light variants of badges and alerts in our own meanings, whichever colour name a screen uses for them. */
const MEANINGS: Readonly<Record<string, string>> = {
  petrol: 'accent',
  gray: 'grey',
  blue: 'blue',
  green: 'green',
  teal: 'green',
  yellow: 'amber',
  orange: 'amber',
  red: 'red',
  violet: 'violet',
}

const meanings = Object.fromEntries(
  Object.entries(MEANINGS).flatMap(([colour, meaning]) => [
    [`--mantine-color-${colour}-light`, token(`${meaning}-soft`)],
    [
      `--mantine-color-${colour}-light-color`,
      token(meaning === 'accent' ? 'accent-text' : meaning),
    ],
  ]),
)

export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...shared, ...meanings },
  dark: { ...shared, ...meanings },
})
