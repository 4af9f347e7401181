import fastifyWebsocket from '@fastify/websocket'
import Fastify, { LogController, type FastifyBaseLogger } from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { ApiServer } from './api-server.ts'
import type { FeedHub } from './feed-hub.ts'
import { answerError } from './plugins/answer-errors.ts'
import { guardRequests, setHeaders } from './plugins/guard-requests.ts'
import { readJson } from './plugins/read-json.ts'
import { serveDocs } from './plugins/serve-docs.ts'
import { servePage } from './plugins/serve-page.ts'
import { alarmChangeRoutes } from './routes/alarm-changes.ts'
import { alarmCommandRoutes, alarmHidingRoutes } from './routes/alarm-commands.ts'
import { alarmCommentRoutes, alarmRoutes } from './routes/alarms.ts'
import { backtestRoutes } from './routes/backtests.ts'
import { cameraRoutes } from './routes/cameras.ts'
import { connectRoutes } from './routes/connect.ts'
import { deadLetterRoutes } from './routes/dead-letters.ts'
import { detectorRoutes } from './routes/detectors.ts'
import { enterpriseRoutes } from './routes/enterprises.ts'
import { eventRoutes } from './routes/events.ts'
import { feedRoutes, MAX_CLIENT_MESSAGE } from './routes/feed.ts'
import { gatewayRoutes } from './routes/gateways.ts'
import { healthRoutes } from './routes/health.ts'
import { bumpTestRoutes, calibrationRoutes } from './routes/instruments.ts'
import { kpiRoutes } from './routes/kpis.ts'
import { masterAlarmRoutes } from './routes/master-alarms.ts'
import { overlayRoutes } from './routes/overlays.ts'
import { pointModelRoutes } from './routes/point-model.ts'
import { pointRoutes } from './routes/points.ts'
import { postReadingRoutes } from './routes/post-readings.ts'
import { forecastRoutes } from './routes/forecasts.ts'
import { modelRoutes } from './routes/models.ts'
import { quarantineRoutes } from './routes/quarantine.ts'
import { readingRoutes } from './routes/readings.ts'
import { regionRoutes } from './routes/regions.ts'
import { riskRoutes } from './routes/risk.ts'
import { rulePresetRoutes } from './routes/rule-presets.ts'
import { ruleRoutes } from './routes/rules.ts'
import { sourceRoutes } from './routes/sources.ts'
import { statisticsRoutes } from './routes/statistics.ts'
import type { ServerParts } from './server-parts.ts'
import { validateInput } from './validate-input.ts'

/** A bulk import of the whole ledger of a city fits. */
const BODY_LIMIT = 16 * 1024 * 1024
/** A rule id has up to 200 characters, of which each may be nine when percent-encoded. */
const MAX_PARAM_LENGTH = 2_000

/** @returns the server with all its routes, ready for `inject`, not listening. */
export const buildServer = async (parts: ServerParts & { hub: FeedHub }): Promise<ApiServer> => {
  // Fastify's own logger type, so that it does not become part of the type of every route.
  const loggerInstance: FastifyBaseLogger = parts.log
  const app: ApiServer = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    forceCloseConnections: true,
    frameworkErrors: (error, request, reply) => { answerError(error, request, reply) },
  }).withTypeProvider<ZodTypeProvider>()

  app.setValidatorCompiler(validateInput)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerError)
  app.removeContentTypeParser('text/plain')
  readJson(app)
  // Before the guard: only what this plugin has seen as an upgrade is closed after it is refused.
  await app.register(fastifyWebsocket, { options: { maxPayload: MAX_CLIENT_MESSAGE } })
  guardRequests(app, { host: parts.host, open: parts.open ?? false })
  await setHeaders(app)
  await serveDocs(app)
  await addRoutes(app, parts)
  await servePage(app, parts.webRoot)
  return app
}

const addRoutes = async (app: ApiServer, parts: ServerParts & { hub: FeedHub }): Promise<void> => {
  healthRoutes(app, parts)
  regionRoutes(app, parts)
  enterpriseRoutes(app, parts)
  sourceRoutes(app, parts)
  pointRoutes(app, parts)
  pointModelRoutes(app, parts)
  ruleRoutes(app, parts)
  rulePresetRoutes(app)
  backtestRoutes(app, parts)
  modelRoutes(app, parts)
  forecastRoutes(app, parts)
  await masterAlarmRoutes(app, parts)
  gatewayRoutes(app, parts)
  statisticsRoutes(app, parts)
  cameraRoutes(app, parts)
  calibrationRoutes(app, parts)
  bumpTestRoutes(app, parts)
  connectRoutes(app, parts)
  quarantineRoutes(app, parts)
  deadLetterRoutes(app, parts)
  readingRoutes(app, parts)
  await postReadingRoutes(app, parts)
  alarmRoutes(app, parts)
  alarmCommentRoutes(app, parts)
  alarmCommandRoutes(app, parts)
  alarmHidingRoutes(app, parts)
  overlayRoutes(app, parts)
  alarmChangeRoutes(app, parts)
  kpiRoutes(app, parts)
  detectorRoutes(app, parts)
  eventRoutes(app, parts)
  riskRoutes(app, parts)
  feedRoutes(app, parts.hub)
}
