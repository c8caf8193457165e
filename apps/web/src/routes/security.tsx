export { SecurityPage as Component } from '../features/security/security-page.tsx';
