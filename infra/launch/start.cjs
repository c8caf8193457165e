'use strict';
// The door of `npm start`. Old syntax on purpose: an old Node must be able to read this far and say what is wrong.
require('./node-version.cjs').ensureNodeVersion();
require('./open.cjs').open('./start.mjs');
