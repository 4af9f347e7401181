import { useSyncExternalStore } from 'react'

/** Whether a media query holds, kept current. */
export const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query)
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    () => matchMedia(query).matches,
  )

/** Room for the face plate below map and list; without it the face plate is a drawer. */
export const WIDE = '(min-width: 1600px) and (min-height: 860px)'
export const PHONE = '(max-width: 720px)'
