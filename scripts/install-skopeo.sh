#!/usr/bin/env bash
# Installs skopeo, with which tests look at published images from outside, where it is missing and Debian's or
# Ubuntu's packages are to be had. Tests that need it are skipped without it, and say so.
set -euo pipefail
if command -v skopeo >/dev/null; then exit 0; fi
if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
  echo 'skopeo is missing; install it with the package manager of this machine.' >&2
  exit 1
fi
apt-get update -qq >/dev/null
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends skopeo >/dev/null
