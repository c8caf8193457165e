export { PortfoliosPage as Component } from '../features/portfolios/portfolios-page.tsx';
