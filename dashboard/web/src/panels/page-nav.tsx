import type { ReactElement } from 'react'
import { useTranslation } from 'react-i18next'
import { formatPage, pages, type PageName } from '../place/page.ts'

/** The way between the pages; `home` is the address of the monitor with the place that was left there. */
export const PageNav = ({ current, home }: { current: PageName; home: string }): ReactElement => {
  const { t } = useTranslation()
  return (
    <nav className="page-nav" aria-label={t('page.label')}>
      {pages.map((page) => (
        <a key={page} href={page === 'monitor' ? home : formatPage(page)} aria-current={page === current ? 'page' : undefined} data-testid={`page-${page}`}>
          {t(`page.${page}`)}
        </a>
      ))}
    </nav>
  )
}
