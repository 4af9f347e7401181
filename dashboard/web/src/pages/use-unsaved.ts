import { useEffect } from 'react'
import { changeView } from './view-store.ts'

/** While something is not saved, whoever goes elsewhere is asked first: within the page, and by the browser when the page is closed or loaded again. */
export const useUnsaved = (unsaved: boolean): void => {
  useEffect(() => {
    if (!unsaved) return undefined
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    changeView({ unsaved: true })
    addEventListener('beforeunload', warn)
    return () => {
      changeView({ unsaved: false })
      removeEventListener('beforeunload', warn)
    }
  }, [unsaved])
}
