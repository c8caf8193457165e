export { RiskPage as Component } from '../features/risk/risk-page.tsx';
