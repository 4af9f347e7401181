import type { ReactElement, RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import { AlarmDesk, type AlarmDeskHandle } from './alarm-desk.tsx'
import { MapDesk } from './map-desk.tsx'
import { PlateDesk } from './plate-desk.tsx'
import { changeView, useView } from './view-store.ts'

/** The operator's screen: where, what and how long, what now. */
export const MonitorPage = ({ desk, wide }: { desk: RefObject<AlarmDeskHandle | null>; wide: boolean }): ReactElement => {
  const { t } = useTranslation()
  const { plateOpen, selection } = useView()
  return (
    <main className="desks">
      <AlarmDesk handle={desk} />
      <MapDesk />
      {wide && <PlateDesk />}
      {!wide && plateOpen && selection !== null && selection.kind !== 'group' && (
        <aside className={`drawer for-${selection.kind}`} aria-label={t('plate.title')}>
          <button type="button" className="close" onClick={() => changeView({ plateOpen: false })} aria-label={t('app.close')} aria-keyshortcuts="Escape">
            ×
          </button>
          <PlateDesk />
        </aside>
      )}
    </main>
  )
}
