/** Of the page of past alarms. */
export const enHistory = {
  history: {
    earlier: 'earlier alarms', range: 'Time', range_watch: 'Watch, 8 h', range_day: '24 h', range_week: '7 days', range_month: '30 days', range_always: 'All',
    record: 'Record', record_live: 'as they happened', record_late: 'came late', record_dry: 'dry runs', priority: 'Priority', of: 'Enterprise or point', ofHint: 'ENTERPRISE or ENTERPRISE/TAG',
    asOf: 'as of {{time}}', refresh: 'Ask again', table: 'As a table (CSV)', older: 'Older alarms', all: 'Alarms in this time: {{count}}, all of them listed', none: 'No alarm in this time', failed: 'The alarms cannot be read: {{problem}}',
    raised: 'Raised', what: 'Point and alarm', whose: 'Enterprise and source', value: 'Value', lasted: 'Lasted', seen: 'Acknowledged', state: 'State',
    stands: 'stands', endUnknown: 'unknown', after: 'after {{time}}', late: 'came late', dry: 'dry run', open: '{{what}}, {{where}}, {{time}}: open its record',
  },
} as const
