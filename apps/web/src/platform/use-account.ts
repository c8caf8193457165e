/** Who is looking at the page, and what their role allows. The server has the last word; this decides what is offered. */
import type { Account, Permission } from '@riskoptimizer/contracts';
import { api } from './store.ts';

/** The account behind every page inside the gate, which shows nothing before it is there. */
export function useAccount(): Account | undefined {
  return api.useGetAccountQuery().data;
}

export function useMay(permission: Permission): boolean {
  return useAccount()?.permissions.includes(permission) ?? false;
}
