import { createTheme, type MantineColorsTuple, Modal } from '@mantine/core';

/** Sea at dusk, for everything one can press. */
const tide: MantineColorsTuple = [
  '#e8f6f7',
  '#d3eaec',
  '#a5d5d9',
  '#73bec4',
  '#4cabb3',
  '#339fa8',
  '#1e8893',
  '#0f7480',
  '#0a616b',
  '#054a53',
];

/** Night around the tower: dark surfaces with a trace of blue. */
const dark: MantineColorsTuple = [
  '#d5dde3',
  '#b3bfc9',
  '#94a3b0',
  '#60717f',
  '#34434f',
  '#283640',
  '#1c2830',
  '#141e25',
  '#0e161c',
  '#090f13',
];

export const theme = createTheme({
  colors: { tide, dark },
  primaryColor: 'tide',
  primaryShade: { light: 7, dark: 7 },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Modal: Modal.extend({
      defaultProps: {
        // Outside of the page's landmarks, <header> would be a second banner.
        attributes: { header: { role: 'presentation' } },
      },
      styles: {
        content: { background: 'var(--surface)' },
        header: { background: 'var(--surface)' },
        title: { fontSize: 18, fontWeight: 620 },
      },
    }),
  },
});
