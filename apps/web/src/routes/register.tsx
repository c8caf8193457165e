export { RegisterPage as Component } from '../features/entry/register-page.tsx';
