export { RebalancePage as Component } from '../features/rebalance/rebalance-page.tsx';
