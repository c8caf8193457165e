import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const api = process.env.RISKOPTIMIZER_API ?? 'http://127.0.0.1:8080';

export default defineConfig(({ command }) => {
  // A build begun by a test runner would otherwise take the development build of React with it.
  if (command === 'build') process.env.NODE_ENV = 'production';
  return {
    plugins: [react()],
    server: {
      host: '127.0.0.1',
      port: 5173,
      // The server refuses changes from another origin, and the development server is one.
      proxy: { '/api': { target: api, changeOrigin: true, headers: { origin: api }, ws: true } },
    },
    build: {
      outDir: 'dist',
      target: 'es2023',
      sourcemap: false,
      // Nothing inlined as a data: address, so that the page runs under a strict content security policy.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 700,
    },
  };
});
