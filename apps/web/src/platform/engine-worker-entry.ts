/** Runs in the Web Worker: takes questions, answers them, and says so when one cannot be answered. */
import { answerFrontier } from './engine-worker.ts';
import type { WorkerAnswer, WorkerQuestion } from './engine-worker-protocol.ts';

addEventListener('message', ({ data: { id, question } }: MessageEvent<WorkerQuestion>) => {
  postMessage(reply(id, question));
});

function reply(id: number, question: WorkerQuestion['question']): WorkerAnswer {
  try {
    return { id, answer: answerFrontier(question, () => performance.now()) };
  } catch (error) {
    // The engine names the argument and what was expected; that sentence is for the person at the screen.
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}
