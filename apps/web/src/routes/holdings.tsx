export { HoldingsPage as Component } from '../features/holdings/holdings-page.tsx';
