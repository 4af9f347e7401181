import { WebSocket } from 'k6/websockets'

/** A WebSocket of k6 as it is; its published types leave out sub-protocols and events that are always there. */
export interface Socket {
  binaryType: 'arraybuffer'
  onopen: () => void
  onmessage: (event: { data: string | ArrayBuffer }) => void
  onerror: (event: { error: string }) => void
  send(data: string | ArrayBuffer): void
  close(): void
}

const K6WebSocket = WebSocket as unknown as new (url: string, protocol: string | null, params: { headers: Record<string, string> }) => Socket

export const openSocket = (url: string, protocol: string | null, headers: Record<string, string> = {}): Socket => {
  const socket = new K6WebSocket(url, protocol, { headers })
  socket.binaryType = 'arraybuffer'
  return socket
}
