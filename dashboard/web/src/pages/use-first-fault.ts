import { useEffect, useState, type RefObject } from 'react'
import type { Outcome } from './rule-desk.tsx'

const CONTROLS = 'input, select, textarea, button'

/** Moves the focus to the first control of the form that is wrong, and opens what hides it. */
const focusFirst = (form: HTMLElement | null): void => {
  const place = form?.querySelector('.wrong')
  if (place === null || place === undefined) return
  place.closest('details')?.setAttribute('open', '')
  const control = place.querySelector<HTMLElement>('[aria-invalid="true"]') ?? place.querySelector<HTMLElement>(CONTROLS)
  control?.focus()
  // Labels stand above, and the bar with the buttons below would cover what is at the edge.
  control?.scrollIntoView({ block: 'center' })
}

/** The focus goes to the first fault once the service has refused. @returns how to ask for the same after the next drawing */
export const useFirstFault = (form: RefObject<HTMLElement | null>, outcome: Outcome): (() => void) => {
  const [asked, setAsked] = useState(0)
  useEffect(() => {
    if (outcome?.kind === 'refused' || asked > 0) focusFirst(form.current)
  }, [form, outcome, asked])
  return () => setAsked((count) => count + 1)
}
