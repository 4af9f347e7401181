import './strict-parsing.ts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { startTexts } from './i18n/setup.ts'
import { readSettings, useSettings } from './pages/settings.ts'
import { applyTheme } from './theme/apply-theme.ts'
import './theme/base.css'
import './theme/layout.css'
import './theme/alarms.css'
import './theme/map.css'
import './theme/face-plate.css'
import './theme/why.css'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
const settings = readSettings()
useSettings.setState(settings)
applyTheme(settings.theme)
await startTexts(settings.language)
createRoot(root).render(<StrictMode><App /></StrictMode>)
