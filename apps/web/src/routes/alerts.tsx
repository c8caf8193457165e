export { AlertsPage as Component } from '../features/alerts/alerts-page.tsx';
