export { SignInPage as Component } from '../features/entry/sign-in-page.tsx';
