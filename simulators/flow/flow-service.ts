import { makeDataDir, startServiceProcess, type ServiceProcess } from '@hazardwatch/shared/node/processes/service-process'
import { afterEach, beforeEach } from 'vitest'
import { call, registerLedger } from './flow-client.ts'

export interface FlowService {
  dataDir: () => string
  service: () => ServiceProcess
  killAndRestart: () => Promise<void>
  /** Sends a request. @throws Error with the answer when it is not a good one. */
  call: (method: string, path: string, body?: unknown) => Promise<unknown>
}

/** A real service with the small ledger of the stories, and a data folder of its own, for each test of the block it is called in. */
export const useFlowService = (): FlowService => {
  let dataDir: Awaited<ReturnType<typeof makeDataDir>>
  let service: ServiceProcess
  beforeEach(async () => {
    dataDir = await makeDataDir()
    service = await startServiceProcess(dataDir.path)
    await registerLedger(service.httpUrl)
  })
  afterEach(async () => {
    await service.end('SIGKILL')
    await dataDir.remove()
  })
  return {
    dataDir: () => dataDir.path,
    service: () => service,
    killAndRestart: async () => {
      await service.end('SIGKILL')
      service = await startServiceProcess(dataDir.path)
    },
    call: (method, path, body) => call(service.httpUrl, method, path, body),
  }
}
