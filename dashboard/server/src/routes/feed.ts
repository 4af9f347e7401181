import { HazardError } from '@hazardwatch/shared/error-codes'
import type { ApiServer } from '../api-server.ts'
import type { FeedHub } from '../feed-hub.ts'
import { problems } from '../problem-details.ts'

/** 2,000 tags as plants have them are 60 KB; more than this from a browser is a mistake, and the connection ends (close code 1009). */
export const MAX_CLIENT_MESSAGE = 256 * 1024

const description = 'WebSocket. On connection the server sends a `snapshot` of the whole country; send `SubscribeMessage` for another region and for readings. '
  + 'Messages are `FeedMessage`, numbered from 1; a gap means: subscribe again. A heartbeat comes each 5 s. A region of more than 5,000 points is `wide`: '
  + 'presence of points and contributions of sources are told of the enterprises of the subscribed points only; levels, counts and alarms are told of all.'

export const feedRoutes = (app: ApiServer, hub: Pick<FeedHub, 'connect'>): void => {
  app.route({
    method: 'GET',
    url: '/api/v1/feed',
    schema: { tags: ['feed'], summary: 'Live feed', description, response: problems('bad_request', 'forbidden_origin') },
    handler: async () => { throw new HazardError('bad_request', { en: 'this is a WebSocket: connect with ws://…/api/v1/feed', zh: '这是 WebSocket：请用 ws://…/api/v1/feed 连接' }) },
    wsHandler: (socket, request) => {
      const connection = hub.connect({
        send: (text) => { socket.send(text) },
        bufferedBytes: () => socket.bufferedAmount,
        close: (code, reason) => { socket.close(code, reason) },
      })
      // Text only is spoken here; binary is read as text and refused as not being JSON.
      socket.on('message', (data: Buffer) => { connection.receive(data.toString()) })
      socket.on('close', () => { connection.disconnect() })
      socket.on('error', (error) => { request.log.debug({ err: error }, 'feed: connection error') })
    },
  })
}
