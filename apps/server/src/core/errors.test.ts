import { type ProblemCode, problemCatalogue } from '@riskoptimizer/contracts';
import { expect, test } from 'vitest';
import { ProblemError } from './errors.ts';

test.each(Object.keys(problemCatalogue) as ProblemCode[])(
  '%s carries the status and title of the catalogue',
  (code) => {
    const problem = new ProblemError(code, 'What was wrong, and what to do.');
    expect(problem).toMatchObject({ name: 'ProblemError', code, ...problemCatalogue[code] });
    expect(problem.message).toBe(problem.detail);
    expect(problem).toBeInstanceOf(Error);
  },
);

test('details and cause are kept', () => {
  const cause = new Error('deep');
  const options = { errors: [{ message: 'one' }], errorCount: 3, retryAfterSeconds: 5, cause };
  expect(new ProblemError('price-file-invalid', 'Bad.', options)).toMatchObject(options);
});
