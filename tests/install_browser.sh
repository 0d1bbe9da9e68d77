#!/usr/bin/env bash
# Installs Chromium for the browser tests where it is missing. Never fails: the tests themselves skip without a
# browser, or fail where CI=true.
set -euo pipefail

for browser in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$browser" >/dev/null; then exit 0; fi
done

as_root=()
if [[ $(id -u) -ne 0 ]]; then as_root=(sudo -n); fi

if command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null; then
  echo "Installing Chromium for the browser tests"
  export DEBIAN_FRONTEND=noninteractive
  if "${as_root[@]}" apt-get update -qq && "${as_root[@]}" apt-get install -y -qq chromium >/dev/null; then exit 0; fi
fi
echo "No Chromium found and none could be installed: browser tests will be skipped (in CI they fail)."
