/** Connects to the feed. @returns how large the first picture is, and how long it took to come. */
export const firstSnapshot = async (httpUrl: string): Promise<{ bytes: number; ms: number }> => {
  const began = performance.now()
  const feed = new WebSocket(`${httpUrl.replace('http', 'ws')}/api/v1/feed`)
  try {
    return await new Promise((resolve, reject) => {
      feed.addEventListener('message', ({ data }) => {
        if (String(data).includes('"type":"snapshot"')) resolve({ bytes: Buffer.byteLength(String(data)), ms: performance.now() - began })
      })
      feed.addEventListener('error', () => { reject(new Error('the feed cannot be reached')) })
    })
  } finally {
    feed.close()
  }
}
