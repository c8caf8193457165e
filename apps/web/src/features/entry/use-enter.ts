import type { SignedIn } from '@riskoptimizer/contracts';
import { useNavigate } from 'react-router';
import { session } from '../../platform/session.ts';

/** Goes in with what a sign-in answered; the gate sends on whoever still needs a second factor. */
export function useEnter(): (answer: SignedIn) => Promise<void> {
  const navigate = useNavigate();
  return async (answer) => {
    await session.accept(answer);
    await navigate('/', { replace: true });
  };
}
