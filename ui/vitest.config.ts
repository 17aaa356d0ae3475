import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  plugins: [react()],
  test: {
    environment: 'happy-dom',
    include: ['{shared,portal,admin,tools}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', 'target/**'],
    pool: 'threads',
    maxWorkers: 1,
  },
});
