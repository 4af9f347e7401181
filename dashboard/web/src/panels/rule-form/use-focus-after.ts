import { useEffect, useRef, type RefObject } from 'react'

/**
 * Moves the focus to a part of a container after the next drawing: where a row was added or taken away, the keyboard must not fall to the top of the page.
 * @returns the container's ref, and what asks for the move: a selector, of which the last one that is there is meant
 */
export const useFocusAfter = <Container extends HTMLElement>(): [RefObject<Container | null>, (selector: string) => void] => {
  const container = useRef<Container>(null)
  const wanted = useRef<string | null>(null)
  useEffect(() => {
    if (wanted.current === null) return
    const found = container.current?.querySelectorAll<HTMLElement>(wanted.current)
    wanted.current = null
    if (found !== undefined) [...found].at(-1)?.focus()
  })
  return [container, (selector) => { wanted.current = selector }]
}
