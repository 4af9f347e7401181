/** Of the ingest page. */
export const enIngest = {
  gateway: {
    more: 'Of the many gateways {{count}} are listed, and all that are offline up to a thousand; choose a smaller region.',
    gateway: 'Gateway', state: 'State', last: 'Last message', rate: 'Readings/s', refused: 'Refused today', duplicates: 'Duplicates', skew: 'Clock', completeness: 'Completeness',
    onlineRate: 'Online', disconnects: 'Drops', native: 'native', never: 'Never heard', online: 'Online', offline: 'Offline', messages: '{{rate}} messages/s',
    late: '{{late}} late · {{outOfOrder}} out of order', corrected: 'corrected by {{by}}', points: '{{without}} without interval · {{never}} never heard', none: 'No gateway yet',
  },
  quarantine: {
    name: 'Name', whose: 'From', value: 'Last value', count: 'Times', last: 'Last', action: 'Register', perMinute: '{{count}} a minute', none: 'Nothing unregistered has been seen',
    kind_tag: 'Tag', kind_enterprise: 'Enterprise', kind_device: 'Device', remedy_enterprise: 'Register the enterprise first', remedy_device: 'Register a gateway profile for the device first',
    source: 'Hazard source it belongs to', register: 'Register', registerOf: 'Register {{name}}',
    registered: '{{tag}} is registered: its readings are taken from now on; earlier ones can be replayed from the dead letters',
  },
  letters: {
    intro: 'Messages that were not accepted as a whole, as they came. Replay them after a point was registered or a profile was mended; what is accepted then counts as late.',
    replay: 'Replay all', replayed: '{{replayed}} messages replayed: {{accepted}} readings or events accepted, {{left}} messages accepted as a whole', none: 'No dead letters',
    payload: 'Content of the message',
  },
  connect: {
    enterprise: 'Enterprise', noEnterprise: 'Register an enterprise first', address: 'Address', topic: 'Topic', off: 'switched off', register: 'Register the gateway profile',
    registered: 'The gateway profile is registered', send: 'Send the example',
  },
} as const
