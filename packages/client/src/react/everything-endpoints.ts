import { type Answer, type Arguments, type Build, call, tagTypes } from './endpoint-builder.ts';

export function everythingEndpoints(build: Build) {
  return {
    previewEverything: build.mutation<Answer<'previewEverything'>, Arguments<'previewEverything'>>(
      call('previewEverything'),
    ),
    importEverything: build.mutation<Answer<'importEverything'>, Arguments<'importEverything'>>({
      ...call('importEverything'),
      invalidatesTags: [...tagTypes],
    }),
  };
}
