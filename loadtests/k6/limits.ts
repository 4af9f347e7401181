/**
 * What HazardWatch promises under load, and what a run is judged by: this file and nothing else. Times in ms. A run of k6 fails when one of
 * them is broken; where a figure only counts when something happened at all, that it happened is a limit too.
 */
export const limits = {
  'http-ingest': {
    // 202 comes when the readings are durable.
    'http_req_duration{scenario:gateways}': ['p(95)<300', 'p(99)<1000'],
    'readings_sent': ['count>0'],
    'messages_refused': ['count==0'],
    'dropped_iterations': ['count==0'],
  },
  'mqtt-ingest': {
    'mqtt_connect_ms': ['p(99)<2000'],
    // Of the broker. That the service has every reading is counted after the run.
    'mqtt_puback_ms': ['p(95)<300', 'p(99)<1000'],
    'readings_sent': ['count>0'],
    'mqtt_unacknowledged': ['count==0'],
    'mqtt_failures': ['count==0'],
  },
  'feed-clients': {
    'feed_snapshot_ms': ['p(95)<1000', 'p(99)<3000'],
    // From the reading's own time to the alarm on a client's screen: an operator sees it within a second.
    'feed_alarm_ms': ['p(95)<500', 'p(99)<1000'],
    'feed_alarms': ['count>0'],
    'feed_readings': ['count>0'],
    // A gap in the numbers is a lost message.
    'feed_gaps': ['count==0'],
    'feed_failures': ['count==0'],
    // The page calls itself dead after ten seconds without a word; heartbeats come each five.
    'feed_silence_ms': ['max<10000'],
    'messages_refused': ['count==0'],
  },
} satisfies Record<string, Record<string, string[]>>
