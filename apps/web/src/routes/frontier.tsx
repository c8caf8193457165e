export { FrontierPage as Component } from '../features/frontier/frontier-page.tsx';
