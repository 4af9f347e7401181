import { useEffect } from 'react'
import { type ShortcutAction, shortcutOf } from '../keyboard/shortcut.ts'

const TYPING = 'input:not([type="radio"]):not([type="checkbox"]), textarea, select, [contenteditable]:not([contenteditable="false"])'
/** Rows of the list are buttons too, but their keys are the list's. */
const CONTROLS = 'button:not(.row-button), a, input, summary, [role="radiogroup"], [role="region"]:not(#alarm-list), [role="log"], pre'

/**
 * Listens to the keys of the page; `act` gets those that are ours. Rests while a dialog is open, which has keys of its own.
 * @param known which of them mean something here; undefined = all
 */
export const useShortcuts = (resting: boolean, known: readonly ShortcutAction[] | undefined, act: (action: ShortcutAction) => void): void => {
  useEffect(() => {
    if (resting) return undefined
    const listen = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null
      const action = shortcutOf({
        key: event.key, modified: event.ctrlKey || event.altKey || event.metaKey || event.isComposing,
        typing: target?.closest(TYPING) !== undefined && target?.closest(TYPING) !== null,
        onControl: target?.closest(CONTROLS) !== undefined && target?.closest(CONTROLS) !== null, repeated: event.repeat,
      })
      if (action === undefined || known?.includes(action) === false) return
      event.preventDefault()
      act(action)
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [resting, known, act])
}
