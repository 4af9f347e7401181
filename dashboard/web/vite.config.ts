import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const SERVICE = 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/api': { target: SERVICE, ws: true }, '/health': SERVICE } },
  build: {
    target: 'es2024',
    // echarts is one part of 0.6 MB that comes after the first paint.
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler|zustand|i18next|react-i18next)\// },
            { name: 'antd', test: /node_modules\/(antd|@rc-component|@ant-design)\//, entriesAware: true },
          ],
        },
      },
    },
  },
})
