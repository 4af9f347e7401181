import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiServer } from '../api-server.ts'
import { answerProblem } from './answer-errors.ts'

const NOT_BUILT = `<!doctype html><html lang="zh"><meta charset="utf-8"><title>HazardWatch</title>
<h1>页面尚未构建 / The page is not built yet</h1>
<p>运行 <code>npm start</code>，或用 <code>npm run build</code> 构建页面，然后刷新。</p>
<p>Run <code>npm start</code>, or build the page with <code>npm run build</code>, and reload.</p>
<p>接口文档 / API: <a href="/api/docs">/api/docs</a></p></html>
`

/** Files under assets/ carry a hash of their content in their name: they never change. Everything else is asked for again each time. */
const cacheControl = (path: string): string => (/[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache')

/** The built page. Unknown paths that a person opens are the page's own (SPA); unknown paths of the API and missing files are 404. */
export const servePage = async (app: ApiServer, webRoot: string): Promise<void> => {
  await app.register(fastifyStatic, {
    root: webRoot, suppressWarning: true, dotfiles: 'ignore', cacheControl: false, schemaHide: true,
    setHeaders: (reply, path) => { void reply.header('cache-control', cacheControl(path)) },
  })
  app.setNotFoundHandler((request, reply) => (isPageVisit(request) ? sendPage(reply, webRoot) : answerMissing(request, reply)))
}

const isPageVisit = ({ method, url, headers }: FastifyRequest): boolean =>
  (method === 'GET' || method === 'HEAD') && !/^\/(api|assets)([/?]|$)/.test(url) && (headers.accept ?? '').includes('text/html')

const sendPage = (reply: FastifyReply, webRoot: string): FastifyReply => {
  // Looked for each time, so that a build beside the running service shows at once.
  if (existsSync(join(webRoot, 'index.html'))) return reply.sendFile('index.html')
  return reply.code(503).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(NOT_BUILT)
}

const answerMissing = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  answerProblem(request, reply, { code: 'not_found', detail: { en: `nothing is at ${request.method} ${request.url}; /api/docs lists what there is`, zh: `${request.method} ${request.url} 处没有内容；/api/docs 列出了全部接口` } })
