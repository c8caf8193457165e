export { EmailChangePage as Component } from '../features/entry/email-change-page.tsx';
