import { type Answer, type Arguments, type Build, call } from './endpoint-builder.ts';

/** What a rule says is measured anew when prices or holdings change. */
const measured = ['AlertRule', 'Portfolio', 'Analysis'] as const;

export function alertEndpoints(build: Build) {
  return {
    listAlertRules: build.query<Answer<'listAlertRules'>, Arguments<'listAlertRules'>>({
      ...call('listAlertRules'),
      providesTags: [...measured],
    }),
    createAlertRule: build.mutation<Answer<'createAlertRule'>, Arguments<'createAlertRule'>>({
      ...call('createAlertRule'),
      invalidatesTags: ['AlertRule', 'Alert'],
    }),
    getAlertRule: build.query<Answer<'getAlertRule'>, Arguments<'getAlertRule'>>({
      ...call('getAlertRule'),
      providesTags: [...measured],
    }),
    updateAlertRule: build.mutation<Answer<'updateAlertRule'>, Arguments<'updateAlertRule'>>({
      ...call('updateAlertRule'),
      invalidatesTags: ['AlertRule', 'Alert'],
    }),
    deleteAlertRule: build.mutation<null, Arguments<'deleteAlertRule'>>({
      ...call('deleteAlertRule'),
      invalidatesTags: ['AlertRule', 'Alert'],
    }),
    putAlertWebhook: build.mutation<Answer<'putAlertWebhook'>, Arguments<'putAlertWebhook'>>({
      ...call('putAlertWebhook'),
      invalidatesTags: ['AlertRule'],
    }),
    deleteAlertWebhook: build.mutation<null, Arguments<'deleteAlertWebhook'>>({
      ...call('deleteAlertWebhook'),
      invalidatesTags: ['AlertRule'],
    }),
    getLimitUtilisation: build.query<Answer<'getLimitUtilisation'>, Arguments<'getLimitUtilisation'>>({
      ...call('getLimitUtilisation'),
      providesTags: [...measured],
    }),
    listAlerts: build.query<Answer<'listAlerts'>, Arguments<'listAlerts'>>({
      ...call('listAlerts'),
      providesTags: ['Alert'],
    }),
    getAlert: build.query<Answer<'getAlert'>, Arguments<'getAlert'>>({
      ...call('getAlert'),
      providesTags: ['Alert'],
    }),
    acknowledgeAlert: build.mutation<Answer<'acknowledgeAlert'>, Arguments<'acknowledgeAlert'>>({
      ...call('acknowledgeAlert'),
      invalidatesTags: ['Alert'],
    }),
  };
}
