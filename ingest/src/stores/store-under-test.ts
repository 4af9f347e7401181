import type { ReadingStore } from '@hazardwatch/shared/reading-store'
import { afterEach, beforeEach } from 'vitest'

/** A store under test and how to get at it again as after a restart. */
export interface StoreUnderTest<Store extends ReadingStore = ReadingStore> {
  open(): Promise<Store>
  cleanUp(): Promise<void>
}

/** The open store of the running test. */
export interface OpenStore<Store extends ReadingStore = ReadingStore> {
  store(this: void): Store
  reopen(this: void): Promise<void>
}

/** A fresh store for each test of the block it is called in. */
export const openForEachTest = <Store extends ReadingStore>(prepare: () => Promise<StoreUnderTest<Store>>): OpenStore<Store> => {
  let subject: StoreUnderTest<Store>
  let store: Store
  beforeEach(async () => {
    subject = await prepare()
    store = await subject.open()
  })
  afterEach(async () => {
    await store.close()
    await subject.cleanUp()
  })
  return {
    store: () => store,
    reopen: async () => {
      await store.close()
      store = await subject.open()
    },
  }
}
