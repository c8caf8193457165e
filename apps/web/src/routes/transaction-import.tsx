export { TransactionImportPage as Component } from '../features/transaction-imports/transaction-import-page.tsx';
