export { SecondFactorPage as Component } from '../features/second-factor/second-factor-page.tsx';
