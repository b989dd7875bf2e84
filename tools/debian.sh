#!/bin/sh
# What the tests need of Debian: there already, or installed by apt where that may be, or named.
set -eu

# Users' own paths may lack where nft and tc are.
PATH="$PATH:/usr/sbin:/sbin"
missing=""
while read -r program package; do
    command -v "$program" >/dev/null || missing="$missing $package"
done <<END
chromium chromium
firefox-esr firefox-esr
tc iproute2
nft nftables
nsenter util-linux
END
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y $missing >/dev/null
else
    echo "The tests need these Debian packages:$missing. Install them with: sudo apt-get install$missing" >&2
    exit 1
fi
