/** Whether a topic filter (MQTT 5, 4.7) takes a topic. */
export const matchesFilter = (filter: string, topic: string): boolean => {
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false
  const [wanted, levels] = [filter.split('/'), topic.split('/')]
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false
  }
  return wanted.length === levels.length
}
