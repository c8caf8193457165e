/** The file that each worker thread loads: the jobs, and nothing that knows HTTP or the database. */
import { jobs } from '../../jobs/registry.ts';
import { serveJobs } from './serve-jobs.ts';

export default serveJobs(jobs);
