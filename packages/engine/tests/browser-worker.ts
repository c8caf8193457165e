/** Runs the programme inside a Web Worker and posts its numbers to the page. */
import { runProgramme } from './browser-programme.ts';

try {
  postMessage({ steps: runProgramme(), isWorker: typeof document === 'undefined' });
} catch (error) {
  postMessage({ failure: String(error) });
}
