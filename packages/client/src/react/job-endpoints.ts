import { type Answer, type Arguments, type Build, call } from './endpoint-builder.ts';

export function jobEndpoints(build: Build) {
  return {
    createJob: build.mutation<Answer<'createJob'>, Arguments<'createJob'>>({
      ...call('createJob'),
      invalidatesTags: ['Job'],
    }),
    listJobs: build.query<Answer<'listJobs'>, Arguments<'listJobs'>>({ ...call('listJobs'), providesTags: ['Job'] }),
    getJob: build.query<Answer<'getJob'>, Arguments<'getJob'>>({
      ...call('getJob'),
      providesTags: (_result, _error, { jobId }) => [{ type: 'Job', id: jobId }],
    }),
    getJobResult: build.query<Answer<'getJobResult'>, Arguments<'getJobResult'>>({
      ...call('getJobResult'),
      providesTags: (_result, _error, { jobId }) => [{ type: 'Job', id: jobId }],
    }),
    cancelJob: build.mutation<Answer<'cancelJob'>, Arguments<'cancelJob'>>({
      ...call('cancelJob'),
      invalidatesTags: ['Job'],
    }),
    retryJob: build.mutation<Answer<'retryJob'>, Arguments<'retryJob'>>({
      ...call('retryJob'),
      invalidatesTags: ['Job'],
    }),
  };
}
