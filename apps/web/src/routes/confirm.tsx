export { ConfirmPage as Component } from '../features/entry/confirm-page.tsx';
