import { useRef, useState, type KeyboardEvent, type RefObject } from 'react'
import { findChoices, type PickChoice } from '../../rules/pick-choices.ts'

export interface Pick {
  /** What is being typed; null: the list is closed. */
  text: string | null
  /** Place of the choice that Enter takes. */
  at: number
  found: readonly PickChoice[]
  more: number
  list: RefObject<HTMLDivElement | null>
  search(text: string): void
  open(): void
  press(event: KeyboardEvent): void
  leave(): void
  pick(value: string): void
}

const keys: Readonly<Record<string, 'down' | 'up' | 'close' | 'pick'>> = { ArrowDown: 'down', ArrowUp: 'up', Escape: 'close', Enter: 'pick' }

/** How one of many is found by its words: what is typed, what fits, and what the keys do. */
export const usePick = (value: string, choices: readonly PickChoice[], onPick: (value: string) => void): Pick => {
  const [text, setText] = useState<string | null>(null)
  const [at, setAt] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const { found, more } = findChoices(choices, text ?? '')
  const pick = (picked: string): void => {
    setText(null)
    onPick(picked)
  }
  const search = (asked: string): void => {
    setText(asked)
    setAt(0)
    // An emptied field is one that is taken back.
    if (asked === '' && value !== '') onPick('')
  }
  const move = (by: number): void => {
    if (text === null) setText('')
    const next = text === null ? 0 : Math.min(Math.max(0, at + by), found.length - 1)
    setAt(next)
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' })
  }
  const press = (event: KeyboardEvent): void => {
    const key = event.nativeEvent.isComposing ? undefined : keys[event.key]
    if (key === undefined || (text === null && (key === 'close' || key === 'pick'))) return
    event.preventDefault()
    if (key === 'close') setText(null)
    else if (key !== 'pick') move(key === 'down' ? 1 : -1)
    else if (found[at] !== undefined) pick(found[at].value)
  }
  // Who types the tag out in full means it.
  const leave = (): void => {
    const exact = text === null ? undefined : choices.find((choice) => choice.value.toLowerCase() === text.trim().toLowerCase())
    setText(null)
    if (exact !== undefined && exact.value !== value) onPick(exact.value)
  }
  return { text, at, found, more, list, search, press, leave, pick, open: () => { if (text === null) move(0) } }
}
