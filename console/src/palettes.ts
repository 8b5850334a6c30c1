/** The colours that antd needs to know. */
import type { Look } from './shared/look.ts'

/** The same colours as the variables of console.css; a test holds both together. */
export const palettes = {
  light: {
    water: '#0d6a70',
    good: '#1d7a4b',
    warn: '#8f5206',
    bad: '#b3261e',
    text: '#17282f',
    'text-soft': '#52646b',
    border: '#c9d3d3',
    line: '#e1e7e6',
    ground: '#f3f6f5',
    surface: '#ffffff',
    selected: '#e3f0ef',
    'good-ground': '#e5f4eb',
    'warn-ground': '#fdf3e2',
    'bad-ground': '#fceceb',
    raised: '#f7faf9',
  },
  dark: {
    water: '#5cc2bb',
    good: '#6fce9b',
    warn: '#eab565',
    bad: '#f59a92',
    text: '#e4ecec',
    'text-soft': '#a3b4b8',
    border: '#3f545b',
    line: '#283a41',
    ground: '#0f1a1e',
    surface: '#16242a',
    selected: '#1b3d40',
    'good-ground': '#143328',
    'warn-ground': '#392b13',
    'bad-ground': '#43201e',
    raised: '#1d2e35',
  },
} as const satisfies Record<Look, Readonly<Record<string, string>>>
