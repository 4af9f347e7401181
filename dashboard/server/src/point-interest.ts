/** Who wants the readings of a point. */
export interface Interest<Client> { readonly key: string; readonly clients: Set<Client> }

/** Point number to interested clients. It holds only points that somebody wants, so a reading that nobody wants costs one look-up. */
export const createPointInterest = <Client>() => {
  const byNumber = new Map<number, Interest<Client>>()
  const byClient = new Map<Client, Set<number>>()

  const add = (client: Client, number: number, key: string): void => {
    const interest = byNumber.get(number)
    if (interest === undefined) byNumber.set(number, { key, clients: new Set([client]) })
    else interest.clients.add(client)
    const numbers = byClient.get(client)
    if (numbers === undefined) byClient.set(client, new Set([number]))
    else numbers.add(number)
  }
  const remove = (client: Client): void => {
    for (const number of byClient.get(client) ?? []) {
      const interest = byNumber.get(number)
      if (interest?.clients.delete(client) === true && interest.clients.size === 0) byNumber.delete(number)
    }
    byClient.delete(client)
  }
  return {
    add,
    /** Forgets a client. */
    remove,
    of: (number: number): Interest<Client> | undefined => byNumber.get(number),
    has: (client: Client, number: number): boolean => byClient.get(client)?.has(number) === true,
    /** Points that somebody wants. */
    size: (): number => byNumber.size,
  }
}
