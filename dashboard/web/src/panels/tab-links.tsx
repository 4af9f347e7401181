import type { ReactElement } from 'react'

/** Parts of a page, each with an address of its own. */
export const TabLinks = ({ label, current, tabs }: { label: string; current: string; tabs: readonly { key: string; text: string; href: string }[] }): ReactElement => (
  <nav className="tab-links" aria-label={label}>
    {tabs.map(({ key, text, href }) => (
      <a key={key} href={href} aria-current={key === current ? 'page' : undefined} data-testid={`tab-${key}`}>
        {text}
      </a>
    ))}
  </nav>
)
