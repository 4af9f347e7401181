/** Of how instruments are looked after. */
export const enCare = {
  care: {
    calibration: 'Calibration', bump: 'Bump test', notRegistered: 'not registered', neverCalibrated: 'never recorded', overdue: 'Overdue', dueAt: 'due {{day}}', neverTested: 'none yet',
    result: 'Result', result_passed: 'in order', result_adjusted: 'adjusted', result_failed: 'not in order', running: 'Running, ends by itself in {{left}}, alarms of this point are suppressed', recovering: 'alarms suppressed until {{time}}',
    cancelled: 'Given up', t90: 't90 {{value}} s (up to {{most}} s)', reached: 'reached {{percent}}%', reason_passed: 'Passed', reason_slow: 'Failed: slow', reason_low_response: 'Failed: too little', reason_no_response: 'Failed: no response',
    bumpStart: 'Bump test', apply: 'Gas on', applied: 'gas on at {{time}}', notApplied: 'waiting for the gas', end: 'Gas off', cancel: 'Give up', calibrate: 'Calibrated', bumpTitle: 'Bump test of {{name}}', bumpBegin: 'Begin', concentration: 'Concentration', gas: 'Test gas', most: 'At most',
    bumpText: 'The alarms of this point alone are suppressed by design until the gas is off again, and at most for the time chosen. Other points are heard as ever. Begin, press "Gas on" when the gas is applied and "Gas off" when it is taken away.',
    expected: 'Passes when 90% of the way is covered within {{seconds}} s ({{standard}}: not checked, verify).', calibrateTitle: 'Calibration of {{name}}, done now', record: 'Record', reference: 'Certificate or record no.', interval: 'Days to the next', days: 'days',
    fault_gas: 'Choose the test gas', fault_concentration: 'Enter the concentration as a number', fault_beyondRange: 'Above the range of the instrument: {{most}}', fault_interval: 'Enter the days to the next, from 1 to 3650', fault_result: 'Choose the result',
  },
  gas: { methane: 'Methane', isobutane: 'Isobutane', hydrogen: 'Hydrogen', carbon_monoxide: 'Carbon monoxide', hydrogen_sulfide: 'Hydrogen sulfide', ammonia: 'Ammonia', oxygen: 'Oxygen' },
} as const
