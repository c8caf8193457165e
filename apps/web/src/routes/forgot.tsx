export { ForgotPage as Component } from '../features/entry/forgot-page.tsx';
