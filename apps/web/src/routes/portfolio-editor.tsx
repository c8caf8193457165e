export { PortfolioEditorPage as Component } from '../features/portfolios/portfolio-editor-page.tsx';
