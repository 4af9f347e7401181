import { alarmStates } from '@hazardwatch/shared/alarm'
import { riskLevels } from '@hazardwatch/shared/risk'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import type { FeedHub } from '../feed-hub.ts'
import { gatewayFigures } from '../gateway-figures.ts'
import { healthReport, HealthReport } from '../health-report.ts'
import { figuresIn, prometheusText, type Figure } from '../prometheus-text.ts'
import type { ServerParts } from '../server-parts.ts'

type HealthParts = Pick<ServerParts, 'desk' | 'health' | 'ledger' | 'statistics' | 'turn'> & { hub: Pick<FeedHub, 'stats'> }

export const healthRoutes = (app: ApiServer, { desk, health, hub, ledger, statistics, turn }: HealthParts): void => {
  const report = (): HealthReport => {
    const { gaps, ...engine } = desk.health()
    const rules = { ok: gaps.excludedPoints === 0 && gaps.rulesWithoutPoints === 0, ...gaps }
    return healthReport({ ...health(), engine, rules, feed: hub.stats() }, engine.lagMs)
  }
  app.get('/health', {
    schema: { tags: ['service'], summary: 'Whether the service is well, and figures of its parts', response: { 200: HealthReport } },
  }, async (_request, reply) => reply.header('cache-control', 'no-store').send(report()))

  app.get('/metrics', {
    schema: {
      tags: ['service'], summary: 'Figures in the Prometheus text format',
      response: { 200: { description: 'Prometheus text format 0.0.4', content: { 'text/plain': { schema: z.string() } } } },
    },
    serializerCompiler: () => String,
  }, async (_request, reply) => {
    const { status, parts } = report()
    const figures = [{ name: 'healthy', value: status === 'ok' ? 1 : 0 }, ...figuresIn(parts), ...alarmFigures(desk), ...levelFigures(desk)]
    for (const part of gatewayFigures(statistics, ledger.enterprises().map(({ code }) => code))) {
      for (const figure of part) figures.push(figure)
      await turn()
    }
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(prometheusText(figures))
  })
}

const alarmFigures = (desk: HealthParts['desk']): Figure[] => {
  const open = desk.openAlarms()
  return alarmStates.filter((state) => state !== 'normal').map((state) =>
    ({ name: 'alarms_open', labels: { state }, value: open.filter((alarm) => alarm.state === state).length }))
}

const levelFigures = (desk: HealthParts['desk']): Figure[] => {
  const risks = desk.sourceRisks()
  return riskLevels.map((level) => ({ name: 'sources', labels: { level }, value: risks.filter((risk) => risk.level === level).length }))
}
