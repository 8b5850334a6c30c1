/** The look, in one place: water and ink, thin lines, figures that align; by day and by night. */
import { theme as antd, type ThemeConfig } from 'antd'
import { palettes } from './palettes.ts'
import type { Look } from './shared/look.ts'

const fontFamily =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Noto Sans CJK SC", ' +
  '"Source Han Sans SC", "Microsoft YaHei", sans-serif'

function themeOf(look: Look): ThemeConfig {
  const palette = palettes[look]
  const dark = look === 'dark'
  return {
    algorithm: dark ? antd.darkAlgorithm : antd.defaultAlgorithm,
    token: {
      colorPrimary: palette.water,
      colorInfo: palette.water,
      colorLink: palette.water,
      colorSuccess: palette.good,
      colorWarning: palette.warn,
      colorError: palette.bad,
      // Derived from these colours they would be muddy: the grounds of our own tags instead.
      colorInfoBg: palette.selected,
      colorSuccessBg: palette['good-ground'],
      colorWarningBg: palette['warn-ground'],
      colorErrorBg: palette['bad-ground'],
      colorTextBase: palette.text,
      colorBgBase: palette.surface,
      colorText: palette.text,
      colorTextHeading: palette.text,
      colorTextSecondary: palette['text-soft'],
      colorTextTertiary: palette['text-soft'],
      colorTextDescription: palette['text-soft'],
      colorTextPlaceholder: dark ? '#93a5aa' : '#65757b',
      colorBorder: palette.border,
      colorBorderSecondary: palette.line,
      colorBgLayout: palette.ground,
      colorBgContainer: palette.surface,
      colorBgElevated: dark ? palette.raised : palette.surface,
      // Disabled words are still read: somebody wants to know what is not possible.
      colorTextDisabled: dark ? '#82959b' : '#6d7d83',
      borderRadius: 5,
      borderRadiusLG: 8,
      controlHeight: 34,
      fontFamily,
      fontSize: 14,
      wireframe: false,
    },
    components: {
      Button: {
        primaryShadow: 'none',
        defaultShadow: 'none',
        borderColorDisabled: palette.border,
        dangerShadow: 'none',
        fontWeight: 500,
        // On the light water of the night, dark words; on the dark water of the day, white ones.
        primaryColor: dark ? '#06201f' : '#ffffff',
      },
      Table: {
        headerBg: dark ? palette.raised : palette.ground,
        headerColor: palette['text-soft'],
        headerSplitColor: 'transparent',
        rowHoverBg: palette.raised,
        cellPaddingBlockSM: 8,
        cellPaddingInlineSM: 12,
      },
      Form: { itemMarginBottom: 18, verticalLabelPadding: '0 0 4px' },
      Drawer: { paddingLG: 20 },
    },
  }
}

export const themes: Readonly<Record<Look, ThemeConfig>> = {
  light: themeOf('light'),
  dark: themeOf('dark'),
}
