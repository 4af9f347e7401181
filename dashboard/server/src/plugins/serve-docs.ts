import { Alarm, AlarmComment } from '@hazardwatch/shared/alarm'
import { AlarmRule } from '@hazardwatch/shared/alarm-rule'
import { FeedMessage, SubscribeMessage } from '@hazardwatch/shared/feed-message'
import { Enterprise, Point, SourceView } from '@hazardwatch/shared/ledger'
import { RuleCondition } from '@hazardwatch/shared/rule-condition'
import { Region } from '@hazardwatch/shared/region'
import { Rejection } from '@hazardwatch/shared/rejection'
import { RegionRiskView } from '@hazardwatch/shared/risk'
import fastifySwagger, { type SwaggerTransform } from '@fastify/swagger'
import fastifySwaggerUi from '@fastify/swagger-ui'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiServer } from '../api-server.ts'
import { Problem } from '../problem-details.ts'

/** Shapes that the document names once and refers to. */
const named = { Alarm, AlarmComment, AlarmRule, Enterprise, FeedMessage, Point, Problem, Region, RegionRiskView, Rejection, RuleCondition, SourceView, SubscribeMessage }

const schemaRegistry = z.registry<{ id: string }>()
for (const [id, schema] of Object.entries(named)) schemaRegistry.add(schema, { id })

/** OpenAPI has no wildcards: the last part of these paths is shown under its name. */
const wildcardNames: Record<string, string> = { '/api/v1/points/:enterprise/*': 'tag', '/api/v1/calibrations/:enterprise/*': 'tag', '/api/v1/rules/*': 'id' }

const zodTransform = createJsonSchemaTransform({ schemaRegistry })

const transform: SwaggerTransform = (document) => {
  const name = wildcardNames[document.url]
  const params = document.schema?.params
  if (name === undefined || !(params instanceof z.ZodObject)) return zodTransform(document)
  const { '*': wildcard, ...others } = params.shape as z.ZodRawShape
  const shown = z.object({ ...others, ...(wildcard === undefined ? {} : { [name]: wildcard }) })
  return zodTransform({ ...document, url: document.url.replace('*', `:${name}`), schema: { ...document.schema, params: shown } })
}

/** The OpenAPI document, and pages to read it with that need nothing from outside. Must be registered before the routes. */
export const serveDocs = async (app: ApiServer): Promise<void> => {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'HazardWatch',
        version: '1',
        description: 'Real-time monitoring and early warning for major hazard sources. Times are ISO 8601 UTC with milliseconds.',
      },
    },
    transform,
    transformObject: createJsonSchemaTransformObject({ schemaRegistry }),
  })
  await app.register(fastifySwaggerUi, { routePrefix: '/api/docs', uiConfig: { validatorUrl: null, tryItOutEnabled: true } })
  app.get('/api/v1/openapi.json', { schema: { hide: true } }, async (_request, reply) => reply.send(app.swagger()))
}
