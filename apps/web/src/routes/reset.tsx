export { ResetPage as Component } from '../features/entry/reset-page.tsx';
