import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** One app's build: served under its own name, packed by Maven from target/web. */
export function app(name: 'portal' | 'admin') {
  const outDir = new URL(`target/web/META-INF/resources/${name}`, import.meta.url);
  return defineConfig({
    base: `/${name}/`,
    publicDir: fileURLToPath(new URL('shared/public', import.meta.url)),
    plugins: [react()],
    cacheDir: fileURLToPath(new URL(`target/vite/${name}`, import.meta.url)),
    server: {
      host: '127.0.0.1',
      // The api compares a request's origin with its host: both are the page's own.
      proxy: {
        '/api': {
          target: process.env.ATALAYA_API_URL ?? 'http://127.0.0.1:8080',
          changeOrigin: false,
        },
      },
    },
    build: {
      target: 'es2023',
      // Older targets have light-dark() rewritten into something that Mantine's schemes do not drive.
      cssTarget: ['chrome123', 'firefox121', 'safari17.5'],
      outDir: fileURLToPath(outDir),
      emptyOutDir: true,
      // The content security policy allows no data: URLs beside images.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 800,
    },
  });
}
