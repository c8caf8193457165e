'use strict';
// Kept apart from the doors: `import()` is a syntax error for the old Node versions that the doors must still greet.
/** @param {string} module Module of this folder to run. */
exports.open = function open(module) {
  import(module).catch((error) => {
    console.error(error);
    process.exit(1);
  });
};
