/** Starts the web app: styles, store, theme, router. */
import '@mantine/core/styles.layer.css';
import '@mantine/dropzone/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@fontsource-variable/inter/wght.css';
import '@riskoptimizer/charts/tooltip.css';
import './platform/app.css';
// Before the router reads the address: a token is taken out of it first.
import './platform/link-token.ts';
import { Notifications } from '@mantine/notifications';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { RouterProvider } from 'react-router';
import { Themed } from './components/themed.tsx';
import { router } from './platform/router.tsx';
import { session } from './platform/session.ts';
import { store } from './platform/store.ts';

const root = document.getElementById('root');
if (!root)
  throw new Error('The page has no element with the id "root": index.html and the app are of different versions.');

// Asked while the page is still being put together.
void session.start();

createRoot(root).render(
  <StrictMode>
    <Provider store={store}>
      <Themed>
        <Notifications position="bottom-left" limit={3} />
        <RouterProvider router={router} />
      </Themed>
    </Provider>
  </StrictMode>,
);
