import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { kernels } from './scripts/kernelsPlugin.ts';
import { loneEntries } from './scripts/loneEntries.ts';

export default defineConfig({
  // Relative addresses: the built lab works from any folder of any server.
  base: './',
  plugins: [react(), kernels(), loneEntries()],
  worker: { format: 'es', plugins: () => [kernels(), loneEntries()], rolldownOptions: { checks: { pluginTimings: false } } },
  build: { target: 'es2023', chunkSizeWarningLimit: 1500, reportCompressedSize: false, rolldownOptions: { checks: { pluginTimings: false } } },
  // Everything is named, and nothing is looked for later, so that the development server never reloads a page in mid-run.
  optimizeDeps: {
    noDiscovery: true,
    include: [
      '@tensorflow/tfjs',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgpu',
      '@tensorflow/tfjs-core',
      'idb-keyval',
      'react',
      'react/jsx-dev-runtime',
      'react/jsx-runtime',
      'react-dom',
      'react-dom/client',
      'recharts',
      'simple-statistics',
      'zod',
      'zustand',
    ],
  },
  preview: { port: 4173 },
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
