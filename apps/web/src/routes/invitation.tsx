export { InvitationPage as Component } from '../features/entry/invitation-page.tsx';
