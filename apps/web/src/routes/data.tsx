export { DataPage as Component } from '../features/data/data-page.tsx';
