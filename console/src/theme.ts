/** The look, in one place: water and ink, thin lines, figures that align. */
import type { ThemeConfig } from 'antd'

const water = '#0d6a70'

const fontFamily =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Noto Sans CJK SC", ' +
  '"Source Han Sans SC", "Microsoft YaHei", sans-serif'

export const theme: ThemeConfig = {
  token: {
    colorPrimary: water,
    colorInfo: water,
    colorLink: water,
    colorSuccess: '#1d7a4b',
    colorWarning: '#a15c07',
    colorError: '#b3261e',
    colorTextBase: '#17282f',
    colorTextSecondary: '#52646b',
    colorTextTertiary: '#5f7077',
    colorTextPlaceholder: '#6d7d83',
    colorBorder: '#c9d3d3',
    colorBorderSecondary: '#e1e7e6',
    colorBgLayout: '#f3f6f5',
    borderRadius: 5,
    borderRadiusLG: 8,
    controlHeight: 34,
    fontFamily,
    fontSize: 14,
    wireframe: false,
  },
  components: {
    Button: { primaryShadow: 'none', defaultShadow: 'none', fontWeight: 500 },
    Table: {
      headerBg: '#f3f6f5',
      headerColor: '#52646b',
      headerSplitColor: 'transparent',
      rowHoverBg: '#f7faf9',
      cellPaddingBlockSM: 8,
      cellPaddingInlineSM: 12,
    },
    Form: { itemMarginBottom: 18, verticalLabelPadding: '0 0 4px' },
    Drawer: { paddingLG: 20 },
  },
}
