'use strict';
/* eslint-disable no-var -- must be readable by any Node */

/** The oldest Node that can install and launch; the product itself then runs on the Node 24 that npm brings. */
var minimum = [20, 11];
exports.minimum = minimum;

/** Stops with one clear sentence when this Node is too old. */
exports.ensureNodeVersion = function ensureNodeVersion() {
  if (exports.isAtLeast(process.versions.node, minimum)) return;
  console.error(
    'RiskOptimizer needs Node ' +
      minimum.join('.') +
      ' or newer to start, and this is Node ' +
      process.versions.node +
      '. Install a current Node (version 24 is best), then type the command again.',
  );
  process.exit(1);
};

/**
 * @param {string} version Such as "24.21.0".
 * @param {number[]} least Major and minor.
 */
exports.isAtLeast = function isAtLeast(version, least) {
  var parts = version.split('.').map(Number);
  return parts[0] > least[0] || (parts[0] === least[0] && parts[1] >= least[1]);
};
