export { SetUpPage as Component } from '../features/entry/set-up-page.tsx';
